import { executeSync, parse } from 'graphql';
import type { Access } from '../../src/access/access.ts';
import type { Catalog } from '../../src/catalog/catalog.ts';
import { domainCatalog } from '../../src/catalog/domain.ts';
import { buildSchema } from '../../src/index.ts';
import { buildPlan } from '../../src/plan/build-plan.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { readSelection } from '../../src/selection/read-selection.ts';
import { openAccess } from './ask.ts';

/** The plan of each root field of an operation, without a database. */
export function plansOf(
  document: string,
  access: Access = openAccess,
  catalog: Catalog = domainCatalog,
): readonly Plan[] {
  const schema = buildSchema();
  const plans: Plan[] = [];
  for (const field of Object.values(schema.getQueryType()?.getFields() ?? {})) {
    field.resolve = (_root, _args, _context, info) => {
      plans.push(buildPlan(readSelection(info, catalog, access), catalog, access));
      return null;
    };
  }
  executeSync({ schema, document: parse(document) });
  if (plans.length === 0) throw new Error('The operation has no root field, or none that can be planned');
  return plans;
}
