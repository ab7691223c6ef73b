import type pg from 'pg';
import { createPool } from '../../../src/connect/create-pool.ts';
import type { DataPools } from '../../../src/data/load-transaction.ts';
import { createTestDatabases } from '../../../src/testing/index.ts';

/** An empty pair of databases with the pools that loading takes. */
export type DataWorld = AsyncDisposable & { readonly pools: DataPools };

export async function createDataWorld(): Promise<DataWorld> {
  await using undo = new AsyncDisposableStack();
  const { topology } = undo.use(await createTestDatabases({ data: 'empty' }));
  const orders = topology.others.find(({ name }) => name === 'orders');
  if (orders === undefined) throw new Error('The test topology has no cluster "orders".');
  const open = (cluster: typeof orders) =>
    undo.adopt(createPool(cluster, { purpose: 'admin', role: 'writer' }), (pool) => pool.end());
  const pools = { users: open(topology.hub), orders: open(orders) };
  const owned = undo.move();
  return { pools, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

/** The single value that the query gives, as text. */
export async function readValue(pool: pg.Pool, query: string): Promise<string> {
  const { rows } = await pool.query<{ value: string }>(`select (${query})::text as value`);
  return rows[0]?.value ?? 'null';
}

/** Rows in each table, in the order users, products, orders, order_items. */
export async function countRows({ users, orders }: DataPools): Promise<readonly number[]> {
  const counts = [
    await readValue(users, 'select count(*) from users'),
    await readValue(orders, 'select count(*) from products'),
    await readValue(orders, 'select count(*) from orders'),
    await readValue(orders, 'select count(*) from order_items'),
  ];
  return counts.map(Number);
}

/** Pages of loaded tables whose rows an index-only scan would have to look up: 0 after a vacuum; null where no table was loaded. */
export async function hiddenPages(pool: pg.Pool): Promise<string> {
  return await readValue(
    pool,
    `select sum(relpages - relallvisible) from pg_class
      where relnamespace = 'public'::regnamespace and relkind = 'r' and reltuples > 0
        and relname not like 'kysely%'`,
  );
}

/** Indexes and constraints of the schema public, as PostgreSQL writes them. */
export async function readStructure(pool: pg.Pool): Promise<string> {
  return await readValue(
    pool,
    `select string_agg(line, E'\\n' order by line) from (
       select indexdef as line from pg_indexes where schemaname = 'public'
        union all
       select conrelid::regclass || ' ' || conname || ' ' || convalidated || ' ' || pg_get_constraintdef(oid)
         from pg_constraint where connamespace = 'public'::regnamespace) lines`,
  );
}
