import { executeSync, parse } from 'graphql';
import type { CompiledQuery } from 'kysely';
import { domainCatalog } from '../../../src/catalog/domain.ts';
import { compilePlan } from '../../../src/compile/compile-plan.ts';
import { buildSchema } from '../../../src/index.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import { readSelection } from '../../../src/selection/read-selection.ts';
import type { Selection } from '../../../src/selection/selection.ts';
import { openAccess } from '../../support/ask.ts';
import { readTarget } from './documents.ts';
import { printJson } from './print-json.ts';

/** What a page shows of a case: the ending of a file beside it, or a value that the stages give for it. */
export type CaseBlock = { readonly name: string; readonly part: string };

/** A marker that names what is shown, an empty line where the page has one, and a fenced block. */
const block = /(<!-- case: (\S+) (\S+) -->\n+```\w*\n)(.*?)^(```)$/gms;

/** The cases' blocks of a page, in its order. */
export function caseBlocksOf(text: string): readonly CaseBlock[] {
  return [...text.matchAll(block)].map(([, , name = '', part = '']) => ({ name, part }));
}

/** Every marker of a page, also one that no block follows. */
export function countMarkers(text: string): number {
  return [...text.matchAll(/<!-- case:/g)].length;
}

/** The page with what its blocks have to show. */
export function withCaseBlocks(text: string): string {
  return text.replaceAll(block, (_, head: string, name: string, part: string, _old: string, end: string) => {
    const content = contentOf({ name, part });
    return `${head}${content.trimEnd()}\n${end}`;
  });
}

function contentOf({ name, part }: CaseBlock): string {
  if (part === 'selection') return printJson(stagesOf(name).selection);
  if (part === 'parameters') return printJson(stagesOf(name).statement.parameters);
  const content = readTarget(`packages/schema/test/cases/${name}${part}`);
  if (content === undefined) throw new Error(`Case ${name} has no ${part}`);
  return content;
}

type Stages = { readonly selection: Selection; readonly statement: CompiledQuery };

/** Runs the stages up to the statement for the one root field of a case, without a database. */
function stagesOf(name: string): Stages {
  const schema = buildSchema();
  const stages: Stages[] = [];
  for (const field of Object.values(schema.getQueryType()?.getFields() ?? {})) {
    field.resolve = (_root, _args, _context, info) => {
      const selection = readSelection(info, domainCatalog, openAccess);
      stages.push({ selection, statement: compilePlan(buildPlan(selection, domainCatalog, openAccess)) });
      return null;
    };
  }
  executeSync({ schema, document: parse(contentOf({ name, part: '.graphql' })) });
  const [first, ...more] = stages;
  if (first === undefined || more.length > 0) throw new Error(`Case ${name} has not exactly one root field`);
  return first;
}
