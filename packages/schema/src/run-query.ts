import type { GraphQLResolveInfo } from 'graphql';
import type { Catalog } from './catalog/catalog.ts';
import { compilePlan } from './compile/compile-plan.ts';
import type { RequestContext } from './context.ts';
import { degrade } from './execute/degrade.ts';
import { executeStatement } from './execute/execute-statement.ts';
import { buildPlan } from './plan/build-plan.ts';
import type { Plan } from './plan/plan.ts';
import { readSelection } from './selection/read-selection.ts';

/**
 * Answers one root field with one statement: reads the selection, plans, compiles, executes. The value has the shape of the
 * response, so that the resolvers below only read it.
 */
export async function runQuery(info: GraphQLResolveInfo, catalog: Catalog, context: RequestContext): Promise<unknown> {
  const selection = readSelection(info, catalog);
  const plan = buildPlan(selection, catalog);
  return answer(plan, catalog, context);
}

/** Executes a plan; where a cluster does not answer, what can be answered without it. */
async function answer(plan: Plan, catalog: Catalog, context: RequestContext): Promise<unknown> {
  const statement = compilePlan(plan);
  context.onStatement?.(plan, statement);
  try {
    return await executeStatement(context.hub, statement, context.signal);
  } catch (error) {
    return answer(degrade(plan, catalog, error, context.onUnavailable), catalog, context);
  }
}
