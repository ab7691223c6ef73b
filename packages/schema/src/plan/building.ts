import type { Access } from '../access/access.ts';
import { type Catalog, tableOf } from '../catalog/catalog.ts';
import { chooseRoute } from './choose-fetch.ts';
import type { Fetch } from './plan.ts';

/** What building a plan needs at hand: what exists, who may see what of it, and names that are unique in the plan. */
export type Building = { readonly catalog: Catalog; readonly access: Access; readonly nextName: () => string };

/** Begins to build a plan; its fetches are named f1, f2, … */
export function startBuilding(catalog: Catalog, access: Access): Building {
  let count = 0;
  const nextName = (): string => {
    count += 1;
    return `f${count}`;
  };
  return { catalog, access, nextName };
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
