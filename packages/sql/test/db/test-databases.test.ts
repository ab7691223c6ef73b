import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { createTestDatabases } from '../../src/testing/index.ts';

const remoteCount = sql<{ n: string }>`select count(*) as n from orders.orders`;

it('gives the sample, joined: 1,000 users, 30,000 orders, 60,000 items', async () => {
  await using databases = await createTestDatabases({ data: 'sample' });
  const counts = await sql`
    select (select count(*) from users)::int as users,
           (select count(*) from orders.orders)::int as orders,
           (select count(*) from orders.order_items)::int as items`.execute(databases.hub);
  expect(counts.rows).toEqual([{ users: 1_000, orders: 30_000, items: 60_000 }]);
});

it('gives each test databases of its own, on both clusters', async () => {
  await using one = await createTestDatabases({ data: 'empty' });
  await using other = await createTestDatabases({ data: 'empty' });
  await sql`insert into orders (user_id, status, total) values (1, 'paid', 5)`.execute(one.admin('orders'));
  await sql`insert into users (email, name, country) values ('a@example.com', 'A', 'DE')`.execute(one.admin('users'));
  expect((await remoteCount.execute(one.hub)).rows).toEqual([{ n: '1' }]);
  expect((await remoteCount.execute(other.hub)).rows).toEqual([{ n: '0' }]);
  expect((await sql`select * from users`.execute(other.hub)).rows).toEqual([]);
});

it('drops them at the end', async () => {
  const databases = await createTestDatabases({ data: 'empty' });
  await databases.hub.selectNoFrom(sql`1`.as('one')).execute();
  await databases[Symbol.asyncDispose]();
  await expect(remoteCount.execute(databases.hub)).rejects.toThrow();
  await using server = await createTestDatabases({ data: 'empty' });
  const left = await sql`select from pg_database where datname = ${databases.topology.hub.database}`.execute(
    server.admin('orders'),
  );
  expect(left.rows).toEqual([]);
});

it('opens the hub as the gateway, which may not write', async () => {
  await using databases = await createTestDatabases({ data: 'empty' });
  expect((await sql`select current_user`.execute(databases.hub)).rows).toEqual([{ current_user: 'gateway' }]);
  await expect(sql`create table t ()`.execute(databases.hub)).rejects.toThrow(/read-only transaction/);
});

it('records the statements that the orders cluster receives, with their parameters, and those of no other pair', async () => {
  await using databases = await createTestDatabases({ data: 'sample' });
  await using other = await createTestDatabases({ data: 'sample' });
  await remoteCount.execute(databases.hub);
  const recording = await databases.recordRemote();
  await remoteCount.execute(other.hub);
  await sql`select id from orders.orders where user_id = any(array(select id from users where id < 4))`.execute(
    databases.hub,
  );
  const queries = await recording.queries();
  expect(queries).toHaveLength(1);
  expect(queries[0]).toMatch(/^SELECT id FROM public\.orders WHERE \(\(user_id = ANY \(\$1::bigint\[\]\)\)\)$/);
  expect(await recording.statements()).toEqual([
    'START TRANSACTION ISOLATION LEVEL REPEATABLE READ',
    `DECLARE c1 CURSOR FOR\n${queries[0]}`,
    'FETCH 10000 FROM c1',
    'CLOSE c1',
    'COMMIT TRANSACTION',
  ]);
  const declared = (await recording.entries()).find(({ text }) => text.startsWith('DECLARE'));
  expect(declared?.parameters).toBe("Parameters: $1 = '{1,2,3}'");
});
