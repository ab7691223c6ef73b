import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { csvTables } from '../../../src/data/import/csv-tables.ts';
import { importCsv } from '../../../src/data/import/import-csv.ts';
import { TablesNotEmptyError } from '../../../src/data/require-empty.ts';
import { writeCsvFolder } from './csv-files.ts';
import { countRows, createDataWorld, hiddenPages, readStructure, readValue } from './data-world.ts';

const northwind = fileURLToPath(new URL('../../../../../../shared/data/northwind/', import.meta.url));

test('Northwind is imported whole, with the known totals', async (context) => {
  context.skip(!existsSync(northwind), 'the Northwind files are not beside the checkout (../shared/data/northwind)');
  await using world = await createDataWorld();
  const { users, orders } = world.pools;

  const rows = await importCsv(world.pools, { dir: northwind });

  expect(rows).toEqual({ users: 91, products: 77, orders: 830, order_items: 2155 });
  expect(await countRows(world.pools)).toEqual([91, 77, 830, 2155]);
  expect([await hiddenPages(users), await hiddenPages(orders)]).toEqual(['0', '0']);
  const byStatus = await orders.query('select status, count(*) from orders group by status order by status');
  expect(byStatus.rows).toEqual([
    { status: 'delivered', count: '772' },
    { status: 'pending', count: '21' },
    { status: 'shipped', count: '37' },
  ]);
  const top = await orders.query(
    `select user_id, sum(total) as total from orders where status = 'delivered' group by user_id order by 2 desc limit 3`,
  );
  expect(top.rows).toEqual([
    { user_id: '71', total: '99428.47' },
    { user_id: '63', total: '96504.47' },
    { user_id: '20', total: '94975.53' },
  ]);
  expect(await readValue(users, 'select name from users where id = 39')).toBe('Königlich Essen');
  expect(
    await readValue(orders, `select round(sum(quantity * unit_price), 2) from order_items where order_id = 10248`),
  ).toBe('440.00');
});

test('rows keep their ids, columns left out take their defaults, and the next row gets the highest id plus one', async () => {
  await using world = await createDataWorld();
  await using folder = await writeCsvFolder();
  const { users, orders } = world.pools;
  const before = [await readStructure(users), await readStructure(orders)];

  await importCsv(world.pools, { dir: folder.dir });

  expect(await readValue(users, 'select array_agg((id, email, tier) order by id) from users')).toBe(
    '{"(1,ada@example.com,free)","(7,bob@example.com,free)"}',
  );
  expect(await readValue(orders, 'select array_agg((id, idempotency_key) order by id) from orders')).toBe(
    '{"(5,k1)","(6,)"}',
  );
  expect([await readStructure(users), await readStructure(orders)]).toEqual(before);
  const next = await users.query(`insert into users (email, name, country) values ('c@d', 'C', 'FR') returning id`);
  expect(next.rows).toEqual([{ id: '8' }]);
  const nextItem = await orders.query(
    'insert into order_items (order_id, product_id, quantity, unit_price) values (5, 1, 1, 1) returning id',
  );
  expect(nextItem.rows).toEqual([{ id: '10' }]);
});

test('columns may stand in any order, and values come out exactly', async () => {
  await using world = await createDataWorld();
  const name = 'Tab\tback\\slash "quoted"\r\n\\N, über 😀';
  await using folder = await writeCsvFolder({
    'users.csv': `\uFEFFcreated_at,country,name,email,tier,id\r\n2024-02-29T23:59:59.123456+05:30,DE,"${name.replaceAll('"', '""')}","",enterprise,9007199254740993\r\n`,
    'orders.csv': 'status,total,user_id,id\n\npaid,9999999999.99,9007199254740993,5\n\n',
  });

  await importCsv(world.pools, { dir: folder.dir });

  const users = await world.pools.users.query(
    `select id, email, name, tier, to_char(created_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') as created_at from users`,
  );
  expect(users.rows).toEqual([
    { id: '9007199254740993', email: '', name, tier: 'enterprise', created_at: '2024-02-29 18:29:59.123456' },
  ]);
  expect(await readValue(world.pools.orders, 'select (user_id, total) from orders')).toBe(
    '(9007199254740993,9999999999.99)',
  );
});

test('tables with rows are refused before a file is read', async () => {
  await using world = await createDataWorld();
  await world.pools.users.query(`insert into users (email, name, country) values ('a@b', 'A', 'DE')`);
  await expect(importCsv(world.pools, { dir: '/nowhere' })).rejects.toThrow(TablesNotEmptyError);
  expect(await countRows(world.pools)).toEqual([1, 0, 0, 0]);
});

test('the files can name exactly the columns of the tables, and must name those without a default', async () => {
  await using world = await createDataWorld();
  for (const table of csvTables) {
    const { rows } = await world.pools[table.cluster].query<{ name: string; presence: string }>(
      `select column_name as name,
              case when is_nullable = 'YES' then 'nullable' when column_default is null then 'required' else 'default' end as presence
         from information_schema.columns where table_schema = 'public' and table_name = $1 order by ordinal_position`,
      [table.name],
    );
    expect(
      table.columns.map(({ name, presence }) => ({ name, presence })),
      table.name,
    ).toEqual(rows);
  }
});

test('a large import takes no memory for its rows, and an interrupted one leaves nothing', async () => {
  await using world = await createDataWorld();
  const count = 300_000;
  const line = (id: number) => `${id},7,delivered,12.50,${'k'.repeat(60)}${id}\n`;
  const lines = Array.from({ length: count }, (_, index) => line(index + 1));
  const orders = Buffer.from(`id,user_id,status,total,idempotency_key\n${lines.join('')}`);
  lines.length = 0;
  await using folder = await writeCsvFolder({ 'orders.csv': orders });
  const controller = new AbortController();
  const before = memoryInUse();
  let growth = 0;
  let read = 0;

  const load = importCsv(world.pools, {
    dir: folder.dir,
    signal: controller.signal,
    onProgress: (progress) => {
      if (progress.step === 'read' && progress.file === 'orders.csv') {
        read += 1;
        if (read % 20 === 0) growth = Math.max(growth, memoryInUse() - before);
      }
      if (progress.step === 'check') controller.abort(new Error('far enough'));
    },
  });

  await expect(load).rejects.toThrow('far enough');
  expect(read).toBeGreaterThan(50);
  expect(await countRows(world.pools)).toEqual([0, 0, 0, 0]);
  expect(growth).toBeLessThan(orders.byteLength / 2);
});

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** Bytes that something still refers to: what was read and is done with counts for nothing. */
function memoryInUse(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
