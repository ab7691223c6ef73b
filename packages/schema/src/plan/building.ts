import type { Access } from '../access/access.ts';
import { type Catalog, tableOf } from '../catalog/catalog.ts';
import { chooseRoute } from './choose-fetch.ts';
import type { Estimate, Fetch, PlannedCondition } from './plan.ts';
import { shareOf, type Statistics } from './statistics.ts';

/** What building a plan needs at hand: what exists, what is known of its values, who may see what of it, and names that are unique in the plan. */
export type Building = {
  readonly catalog: Catalog;
  readonly access: Access;
  readonly statistics: Statistics;
  readonly nextName: () => string;
};

/** Begins to build a plan; its fetches are named f1, f2, … */
export function startBuilding(catalog: Catalog, access: Access, statistics: Statistics): Building {
  let count = 0;
  const nextName = (): string => {
    count += 1;
    return `f${count}`;
  };
  return { catalog, access, statistics, nextName };
}

/** Where a fetch of the table's own relation reads. */
export function sourceOf(
  { catalog, nextName }: Building,
  tableName: string,
): Pick<Fetch, 'name' | 'table' | 'cluster' | 'route' | 'relation'> {
  const table = tableOf(catalog, tableName);
  return {
    name: nextName(),
    table: tableName,
    cluster: table.cluster,
    route: chooseRoute(catalog, table),
    relation: table.relation,
  };
}

/** How many rows of a table meet a condition; undefined where statistics do not tell. */
export function estimateOf(
  { catalog, statistics }: Building,
  tableName: string,
  condition: PlannedCondition,
): Estimate | undefined {
  const known = statistics[tableOf(catalog, tableName).relation];
  if (known === undefined) return undefined;
  const { low, high } = shareOf(known, condition);
  return low === high ? { rows: Math.round(low * known.rows), of: known.rows } : undefined;
}
