import { expect, test } from 'vitest';
import { HalfLoadedError, type LoadClients, loadTogether } from '../../../src/data/load-transaction.ts';
import { countRows, createDataWorld } from './data-world.ts';

const insertBoth = async ({ users, orders }: LoadClients) => {
  await users.query(`insert into users (email, name, country) values ('a@b', 'A', 'DE')`);
  await orders.query(`insert into products (sku, name, category, price) values ('a', 'b', 'c', 1)`);
};

test('both clusters are committed when the work is done', async () => {
  await using world = await createDataWorld();
  await expect(loadTogether(world.pools, insertBoth)).resolves.toBeUndefined();
  expect(await countRows(world.pools)).toEqual([1, 1, 0, 0]);
});

test('neither keeps anything when the work fails', async () => {
  await using world = await createDataWorld();
  const load = loadTogether(world.pools, async (clients) => {
    await insertBoth(clients);
    throw new Error('no');
  });
  await expect(load).rejects.toThrow('no');
  expect(await countRows(world.pools)).toEqual([0, 0, 0, 0]);
});

test('a second commit that fails is named, and the users stay', async () => {
  await using world = await createDataWorld();
  const load = loadTogether(world.pools, async (clients) => {
    await insertBoth(clients);
    const { rows } = await clients.orders.query<{ pid: number }>('select pg_backend_pid() as pid');
    await world.pools.orders.query('select pg_terminate_backend($1, 5000)', [rows[0]?.pid]);
  });
  await expect(load).rejects.toThrow(HalfLoadedError);
  expect(await countRows(world.pools)).toEqual([1, 0, 0, 0]);
});
