import type { ExplainedPlan, PlanNode } from '@causeway/sql';

/**
 * What keeps a foreign scan from reading only what is wanted, in words: rows that are left out on the hub after they travelled, a scan
 * for each row of something, and statements whose rows nothing bounds. Empty where all of a plan is shipped.
 */
export function faultsOf({ Plan }: ExplainedPlan): readonly string[] {
  return faultsBelow(Plan, []);
}

/** `around`: the nodes that work on this one's rows; what runs by itself begins anew. */
function faultsBelow(node: PlanNode, around: readonly PlanNode[]): readonly string[] {
  const outer = node['Subplan Name'] === undefined ? around : [];
  const remote = node['Remote SQL'];
  const own = remote === undefined ? [] : faultsOfScan(remote, [node, ...outer]);
  return [...own, ...(node.Plans ?? []).flatMap((inner) => faultsBelow(inner, [node, ...outer]))];
}

function faultsOfScan(remote: string, nodes: readonly PlanNode[]): readonly string[] {
  const filters = nodes.flatMap((node) => [node.Filter ?? [], node['Join Filter'] ?? []].flat()).filter(isOfColumns);
  const joins = nodes.map((node) => node['Node Type']).filter((type) => /Join|Nested Loop/.test(type));
  return [
    ...filters.map((filter) => `filtered on the hub by ${filter}: ${remote}`),
    // Groups are what is wanted; putting them together with rows of the hub is the hub's part.
    ...(isGrouped(remote) ? [] : joins.map((join) => `under a ${join} of the hub: ${remote}`)),
    ...(BOUNDS.some(({ holds }) => holds(remote, nodes)) ? [] : [`unbounded: ${remote}`]),
  ];
}

/** A row's place in its list is no column of a table: only the hub knows it. */
function isOfColumns(filter: string): boolean {
  return !/^\(\w+\."#" <= \d+\)$/.test(filter);
}

function isGrouped(remote: string): boolean {
  return / GROUP BY \d/.test(remote);
}

/** So few rows that PostgreSQL may sort and cut them itself, whether the other cluster could do so or not. */
const FEW_ROWS = 100;

/** What bounds the rows of a scan, each with the reason why that is enough. `nodes`: the scan, and outwards what works on it. */
const BOUNDS: readonly {
  readonly holds: (remote: string, nodes: readonly PlanNode[]) => boolean;
  readonly why: string;
}[] = [
  { holds: (remote) => / LIMIT \d+/.test(remote), why: 'so many rows, and no more' },
  {
    holds: (remote) => /\b(\w+_)?id = (ANY \(|\$\d|\(?'?\d)/.test(remote),
    why: 'the rows of keys that are known, of the level above or given; where the hub ranks them, all of these are wanted',
  },
  { holds: (remote) => /\brn <= \d+/.test(remote), why: 'the first rows of each list' },
  { holds: isGrouped, why: 'a row a group, and not the rows that are counted' },
  { holds: (remote) => /^SELECT (true, )?(count|sum|min|max|round)\(/.test(remote), why: 'one row of figures' },
  {
    holds: (remote, [, outer]) => /^SELECT id FROM /.test(remote) && outer?.['Node Type'] === 'Group',
    why: 'grouped by the key of its own table: a row is a group',
  },
  {
    holds: (_, [, outer]) => outer?.['Node Type'] === 'Limit',
    why: 'no more rows are expected than the limit, which then stays on the hub: it reads no further, a batch at most',
  },
  {
    holds: (_, [scan, ...outer]) =>
      (scan?.['Plan Rows'] ?? Number.NaN) <= FEW_ROWS && outer.some((node) => node['Node Type'] === 'Limit'),
    why: 'so few rows are expected that the hub sorts and cuts them itself',
  },
];
