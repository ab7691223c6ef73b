import type { ClientBase, Pool } from 'pg';
import type { DataCluster, DataPools } from './load-transaction.ts';

/** The services' tables by cluster, referenced ones first. */
export const dataTables = {
  users: ['users'],
  orders: ['products', 'orders', 'order_items'],
} as const satisfies Readonly<Record<DataCluster, readonly string[]>>;

/** A table to load into holds rows already: loading never mixes with what is there. */
export class TablesNotEmptyError extends Error {
  override readonly name = 'TablesNotEmptyError';
}

/** Throws {@link TablesNotEmptyError}, naming the tables, where any of the cluster's tables holds a row. */
export async function requireEmpty(client: ClientBase, cluster: DataCluster): Promise<void> {
  const filled = await filledTables(client, cluster);
  if (filled.length === 0) return;
  throw new TablesNotEmptyError(
    `Cluster "${cluster}" holds rows already, in: ${filled.join(', ')}. Loading needs empty tables: ` +
      'empty them first, or begin with fresh, empty clusters (`causeway dev --fresh --empty`).',
  );
}

/** Whether rows can be loaded (`empty`), were loaded in both clusters (`filled`), or stand in some tables only (`partial`). */
export async function readFill(pools: DataPools): Promise<'empty' | 'partial' | 'filled'> {
  const filled = [...(await filledTables(pools.users, 'users')), ...(await filledTables(pools.orders, 'orders'))];
  if (filled.length === 0) return 'empty';
  return filled.length === dataTables.users.length + dataTables.orders.length ? 'filled' : 'partial';
}

async function filledTables(client: ClientBase | Pool, cluster: DataCluster): Promise<readonly string[]> {
  const filled: string[] = [];
  for (const table of dataTables[cluster]) {
    const { rows } = await client.query<{ filled: boolean }>(`select exists (select from public.${table}) as filled`);
    if (rows[0]?.filled === true) filled.push(table);
  }
  return filled;
}
