import { fetchSize } from '../fdw/fetch-size.ts';
import type { ExplainedPlan, PlanNode } from './plan.ts';

/** One statement that the hub sends to another cluster while it runs a plan. */
export type RemoteStatement = {
  /** The cluster's name: foreign tables stand in the schema `<cluster>_fdw`. */
  readonly cluster: string;
  /** The foreign table, or PostgreSQL's text of several that are joined or aggregated remotely. */
  readonly relation: string;
  /** The statement; parameters that the hub fills in while it runs are `$1`, `$2`, … */
  readonly sql: string;
  /** How often it was sent; 0 where its branch never ran, null without ANALYZE. */
  readonly loops: number | null;
  /** Rows that came back in all; null without ANALYZE, as the next two. */
  readonly rows: number | null;
  /** Round trips between the clusters for it: a cursor opened, read in batches and closed, each time that it was sent. */
  readonly roundTrips: number | null;
  /** From its first row's request to its last row on the hub, in milliseconds, in all. */
  readonly durationMs: number | null;
  /** The CTE of the hub's statement that it ran for; null outside of all. */
  readonly cte: string | null;
};

/**
 * The statements for other clusters within a plan, in the plan's order. More than one loop means that a statement is sent for each
 * row of something, which is what to look for. Pure.
 */
export function remoteStatements(plan: ExplainedPlan): readonly RemoteStatement[] {
  return collect(plan.Plan, null);
}

/** Round trips of a whole statement between the clusters: those of its parts, and the begin and end of each cluster's transaction. */
export function roundTripsOf(statements: readonly RemoteStatement[]): number {
  const ran = statements.filter(({ loops }) => loops !== null && loops > 0);
  const clusters = new Set(ran.map(({ cluster }) => cluster));
  return ran.reduce((sum, { roundTrips }) => sum + (roundTrips ?? 0), 2 * clusters.size);
}

/** How many rows each CTE of a plan gave that was run, by its name. Pure. */
export function rowsOfCtes(plan: ExplainedPlan): ReadonlyMap<string, number> {
  const rows = new Map<string, number>();
  const visit = (node: PlanNode): void => {
    const name = cteOf(node);
    const { 'Actual Rows': each, 'Actual Loops': loops } = node;
    if (name !== null && each !== undefined && loops !== undefined) rows.set(name, Math.round(each * loops));
    for (const child of node.Plans ?? []) visit(child);
  };
  visit(plan.Plan);
  return rows;
}

function cteOf(node: PlanNode): string | null {
  return /^CTE (.+)$/.exec(node['Subplan Name'] ?? '')?.[1] ?? null;
}

function collect(node: PlanNode, within: string | null): readonly RemoteStatement[] {
  const cte = cteOf(node) ?? within;
  const below = (node.Plans ?? []).flatMap((child) => collect(child, cte));
  const sql = node['Remote SQL'];
  if (sql === undefined) {
    return below;
  }
  const { Schema: schema, 'Relation Name': name, Relations: relations = '' } = node;
  const relation = schema === undefined || name === undefined ? relations : `${schema}.${name}`;
  const loops = node['Actual Loops'] ?? null;
  const rows = node['Actual Rows'];
  const ms = node['Actual Total Time'];
  return [
    {
      cluster: /(\w+)_fdw\./.exec(relation)?.[1] ?? '',
      relation,
      sql,
      loops,
      rows: loops === null || rows === undefined ? null : Math.round(loops * rows),
      roundTrips: loops === null || rows === undefined ? null : loops * (2 + batches(rows)),
      durationMs: loops === null || ms === undefined ? null : loops * ms,
      cte,
    },
    ...below,
  ];
}

/** A batch that is not full was the last; after a full one another is asked for. */
function batches(rows: number): number {
  return Math.floor(rows / fetchSize) + 1;
}
