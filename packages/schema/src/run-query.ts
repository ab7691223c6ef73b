import type { GraphQLResolveInfo } from 'graphql';
import type { Catalog } from './catalog/catalog.ts';
import { compilePlan } from './compile/compile-plan.ts';
import type { RequestContext } from './context.ts';
import { degrade, withoutGone } from './execute/degrade.ts';
import { type Executed, executeStatement } from './execute/execute-statement.ts';
import { buildPlan } from './plan/build-plan.ts';
import { foreignClusters } from './plan/foreign-clusters.ts';
import type { Plan } from './plan/plan.ts';
import type { Statistics } from './plan/statistics.ts';
import { timed, timedAsync } from './query-event.ts';
import { readSelection } from './selection/read-selection.ts';

/**
 * Answers one root field with one statement: reads the selection, plans, compiles, executes. Where a guess of the plan was wrong, with
 * a second one, planned without guessing. The value has the shape of the response, so that the resolvers below only read it.
 */
export async function runQuery(info: GraphQLResolveInfo, catalog: Catalog, context: RequestContext): Promise<unknown> {
  const key = String(info.path.key);
  const { onEvent, access } = context;
  const selection = timed(onEvent, { kind: 'stage', stage: 'selection', key }, () =>
    readSelection(info, catalog, access),
  );
  const { isGone } = context.hub;
  const run = (statistics?: Statistics): Promise<Executed> => {
    const plan = timed(onEvent, { kind: 'stage', stage: 'plan', key }, () =>
      buildPlan(selection, catalog, access, statistics),
    );
    return answer(isGone === undefined ? plan : withoutGone(plan, isGone), catalog, context, key);
  };
  const guessed = await run(context.statistics);
  const { value } = guessed.short ? await run() : guessed;
  return value;
}

/** Executes a plan; where a cluster's part is missing, what can be answered without it. */
async function answer(plan: Plan, catalog: Catalog, context: RequestContext, key: string): Promise<Executed> {
  const { hub, access, onEvent, origin, signal, deadline, after, alone } = context;
  const statement = timed(onEvent, { kind: 'stage', stage: 'compile', key }, () => compilePlan(plan));
  context.onStatement?.(plan, statement);
  try {
    return await timedAsync(onEvent, { kind: 'statement', key, cluster: catalog.hub, plan, statement }, () =>
      executeStatement(hub, statement, {
        foreign: foreignClusters(plan),
        signal,
        deadline,
        after,
        origin,
        alone,
        rights: access.caller.rightsKey,
      }),
    );
  } catch (error) {
    return answer(degrade(plan, catalog, error), catalog, context, key);
  }
}
