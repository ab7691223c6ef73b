import { createTestDatabases, type TestDatabases } from '@causeway/sql/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';

let world: TestDatabases;
beforeAll(async () => {
  world = await createTestDatabases({ data: 'sample' });
});
afterAll(() => world[Symbol.asyncDispose]());

test('a session of the hop is read-only, has a time limit, and plans its cursors for all their rows', async () => {
  const hub = world.admin('users');
  await sql`
    create foreign table orders_fdw.settings (name text, setting text)
    server orders options (schema_name 'pg_catalog', table_name 'pg_settings')`.execute(hub);
  const { rows } = await hub.transaction().execute(async (transaction) => {
    await sql`alter foreign table orders_fdw.settings owner to fdw_hop`.execute(transaction);
    await sql`set local role fdw_hop`.execute(transaction);
    return await sql`
      select name, setting from orders_fdw.settings
      where name in ('default_transaction_read_only', 'statement_timeout', 'cursor_tuple_fraction')
      order by name`.execute(transaction);
  });
  expect(rows).toEqual([
    { name: 'cursor_tuple_fraction', setting: '1' },
    { name: 'default_transaction_read_only', setting: 'on' },
    { name: 'statement_timeout', setting: '30000' },
  ]);
});

test('a cursor over few groups walks the whole index of the groups, unless it is planned for all its rows', async () => {
  const planOf = async (fraction: number) =>
    await world
      .admin('orders')
      .transaction()
      .execute(async (transaction) => {
        await sql`set local cursor_tuple_fraction = ${sql.lit(fraction)}`.execute(transaction);
        const { rows } = await sql`
        explain declare c cursor for select user_id from orders where total >= 999.9 group by user_id`.execute(
          transaction,
        );
        return JSON.stringify(rows);
      });
  expect(await planOf(0.1)).toContain('Index Scan using orders_user_idx');
  expect(await planOf(1)).not.toContain('orders_user_idx');
});
