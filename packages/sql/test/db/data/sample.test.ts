import { existsSync, readFileSync } from 'node:fs';
import type pg from 'pg';
import { expect, test } from 'vitest';
import { readFill, TablesNotEmptyError } from '../../../src/data/require-empty.ts';
import { loadSample, type SampleProgress } from '../../../src/data/sample.ts';
import { countRows, createDataWorld, hiddenPages, readStructure, readValue } from './data-world.ts';

const domain = new URL('../../../../../../shared/domain/', import.meta.url);

/** More than two batches of orders, and users whose number is no multiple of anything. */
const sizes = { users: 1_234, orders: 23_457 };

const digest = (pool: pg.Pool, table: string) =>
  readValue(pool, `select md5(string_agg(r::text, ',' order by id)) from public.${table} r`);

test('the sample has the rows and ids of the reference SQL', async (context) => {
  context.skip(!existsSync(domain), 'the reference SQL is not beside the checkout (../shared/domain)');
  await using loaded = await createDataWorld();
  await using reference = await createDataWorld();
  const readSql = (file: string) =>
    readFileSync(new URL(file, domain), 'utf8')
      .replaceAll(/(?<!:):users\b/g, String(sizes.users))
      .replaceAll(/(?<!:):orders\b/g, String(sizes.orders));

  await Promise.all([
    loadSample(loaded.pools, { sizes }),
    reference.pools.users.query(readSql('sample-users.sql')),
    reference.pools.orders.query(readSql('sample-orders.sql')),
  ]);

  expect(await countRows(loaded.pools)).toEqual([1_234, 1_000, 23_457, 46_914]);
  expect(await digest(loaded.pools.users, 'users')).toBe(await digest(reference.pools.users, 'users'));
  for (const table of ['products', 'orders', 'order_items']) {
    expect(await digest(loaded.pools.orders, table), table).toBe(await digest(reference.pools.orders, table));
  }
});

test('loading leaves indexes, constraints and identities as they must be, and tables vacuumed and analyzed', async () => {
  await using world = await createDataWorld();
  const { users, orders } = world.pools;
  const before = [await readStructure(users), await readStructure(orders)];
  expect(before[1]).toContain('order_items_order_id_fkey');

  await loadSample(world.pools, { sizes: { users: 50, orders: 100 } });

  expect([await readStructure(users), await readStructure(orders)]).toEqual(before);
  expect(await readValue(orders, `select reltuples from pg_class where oid = 'order_items'::regclass`)).toBe('200');
  expect([await hiddenPages(users), await hiddenPages(orders)]).toEqual(['0', '0']);
  const inserted = await orders.query(`insert into orders (user_id, status, total) values (1, 'paid', 1) returning id`);
  expect(inserted.rows).toEqual([{ id: '101' }]);
  await expect(
    orders.query('insert into order_items (order_id, product_id, quantity, unit_price) values (999, 1, 1, 1)'),
  ).rejects.toThrow('order_items_order_id_fkey');
});

test('progress counts every row of every table, and then the indexes', async () => {
  await using world = await createDataWorld();
  const seen: SampleProgress[] = [];
  await loadSample(world.pools, {
    sizes: { users: 10, orders: 12_000 },
    onProgress: (progress) => seen.push(progress),
  });
  const rows = (name: string) => seen.filter((p) => p.step === 'rows' && p.name === name).map((p) => p.done);
  expect(rows('users')).toEqual([10]);
  expect(rows('products')).toEqual([1_000]);
  expect(rows('orders')).toEqual([10_000, 12_000]);
  expect(rows('order_items')).toEqual([10_000, 20_000, 24_000]);
  expect(seen.filter((p) => p.step === 'indexes' && p.cluster === 'orders').map((p) => p.name)).toContain(
    'orders_user_idx',
  );
});

test('tables with rows are refused, and keep them', async () => {
  await using world = await createDataWorld();
  await world.pools.orders.query(`insert into products (sku, name, category, price) values ('a', 'b', 'c', 1)`);
  expect(await readFill(world.pools)).toBe('partial');

  const load = loadSample(world.pools, { sizes: { users: 10, orders: 10 } });

  await expect(load).rejects.toThrow(TablesNotEmptyError);
  await expect(load).rejects.toThrow('Cluster "orders" holds rows already, in: products.');
  expect(await countRows(world.pools)).toEqual([0, 1, 0, 0]);
});

test('an interrupted load leaves nothing, and the next one gives the same ids', async () => {
  await using world = await createDataWorld();
  const controller = new AbortController();
  const load = loadSample(world.pools, {
    sizes: { users: 500, orders: 30_000 },
    signal: controller.signal,
    onProgress: ({ name, done }) => {
      if (name === 'orders' && done === 20_000) controller.abort(new Error('enough'));
    },
  });
  await expect(load).rejects.toThrow('enough');
  expect(await readFill(world.pools)).toBe('empty');

  await loadSample(world.pools, { sizes: { users: 5, orders: 10 } });

  expect(await readFill(world.pools)).toBe('filled');
  expect(await readValue(world.pools.orders, 'select array_agg(id order by id) from orders')).toBe(
    '{1,2,3,4,5,6,7,8,9,10}',
  );
});

test('a connection that is lost while loading fails the load and leaves nothing in either cluster', async () => {
  await using world = await createDataWorld();
  const { users, orders } = world.pools;
  let killed: Promise<unknown> = Promise.resolve();
  const load = loadSample(world.pools, {
    sizes: { users: 500, orders: 30_000 },
    onProgress: ({ name, done }) => {
      if (name !== 'orders' || done !== 10_000) return;
      killed = orders.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and pid <> pg_backend_pid() and xact_start is not null`,
      );
    },
  });
  await expect(load).rejects.toThrow();
  await killed;
  expect(await countRows({ users, orders })).toEqual([0, 0, 0, 0]);
});

test('sizes that make no sense are refused', async () => {
  await using world = await createDataWorld();
  for (const sizes of [
    { users: 0, orders: 10 },
    { users: 10, orders: 0 },
    { users: 1.5, orders: 10 },
  ]) {
    await expect(loadSample(world.pools, { sizes }), JSON.stringify(sizes)).rejects.toThrow(RangeError);
  }
});
