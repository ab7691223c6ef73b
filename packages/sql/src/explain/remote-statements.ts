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
  /** Rows that came back in all; null without ANALYZE. */
  readonly rows: number | null;
};

/**
 * The statements for other clusters within a plan, in the plan's order. More than one loop means that a statement is sent for each
 * row of something, which is what to look for. Pure.
 */
export function remoteStatements(plan: ExplainedPlan): readonly RemoteStatement[] {
  return collect(plan.Plan);
}

function collect(node: PlanNode): readonly RemoteStatement[] {
  const below = (node.Plans ?? []).flatMap(collect);
  const sql = node['Remote SQL'];
  if (sql === undefined) {
    return below;
  }
  const { Schema: schema, 'Relation Name': name, Relations: relations = '' } = node;
  const relation = schema === undefined || name === undefined ? relations : `${schema}.${name}`;
  const loops = node['Actual Loops'] ?? null;
  const rows = node['Actual Rows'];
  return [
    {
      cluster: /(\w+)_fdw\./.exec(relation)?.[1] ?? '',
      relation,
      sql,
      loops,
      rows: loops === null || rows === undefined ? null : Math.round(loops * rows),
    },
    ...below,
  ];
}
