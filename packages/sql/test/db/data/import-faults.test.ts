import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importCsv } from '../../../src/data/import/import-csv.ts';
import { ImportError, type ImportFault } from '../../../src/data/import/import-error.ts';
import { type CsvFiles, writeCsvFolder } from './csv-files.ts';
import { countRows, createDataWorld, type DataWorld } from './data-world.ts';

// Nothing is ever loaded here, so that all cases share one pair of databases; each looks that it is still empty.
let world: DataWorld;
beforeAll(async () => {
  world = await createDataWorld();
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

async function importFaults(files: CsvFiles): Promise<readonly ImportFault[]> {
  await using folder = await writeCsvFolder(files);
  const error = await importCsv(world.pools, { dir: folder.dir }).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(await countRows(world.pools)).toEqual([0, 0, 0, 0]);
  if (error instanceof ImportError) return error.faults;
  throw error ?? new Error('The import succeeded.');
}

type Place = { readonly file: string; readonly line?: number; readonly column?: string };

const users = (...rows: readonly string[]) => ({ 'users.csv': ['id,email,name,country', ...rows, ''].join('\n') });
const orders = (...rows: readonly string[]) => ({
  'orders.csv': ['id,user_id,status,total,idempotency_key', ...rows, ''].join('\n'),
});
const items = (...rows: readonly string[]) => ({
  'order_items.csv': ['id,order_id,product_id,quantity,unit_price', ...rows, ''].join('\n'),
});
const ada = '1,ada@example.com,Ada,GB';
const bob = '7,bob@example.com,Bob,DE';

/** What is wrong, the files that show it, and where and how the one fault must be named. */
const cases: readonly (readonly [string, CsvFiles, Place, string])[] = [
  ['a file is missing', { 'products.csv': undefined }, { file: 'products.csv' }, 'there is no file'],
  [
    'a file is empty',
    { 'users.csv': '' },
    { file: 'users.csv' },
    'the file is empty; expected a header with id, email',
  ],
  ['a file is only a byte order mark', { 'users.csv': '\uFEFF' }, { file: 'users.csv' }, 'the file is empty'],
  [
    'the header lacks a column',
    { 'users.csv': `id,email,name\n` },
    { file: 'users.csv', line: 1, column: 'country' },
    'the header lacks this column',
  ],
  [
    'the header has an unknown column',
    { 'users.csv': `id,email,name,country,Tier\n` },
    { file: 'users.csv', line: 1, column: '"Tier"' },
    'no such column; known are id, email',
  ],
  [
    'the header names a column twice',
    { 'users.csv': `id,email,name,country,id\n` },
    { file: 'users.csv', line: 1, column: 'id' },
    'twice',
  ],
  [
    'an id is no number',
    users(ada, 'x,b@c,Bob,DE'),
    { file: 'users.csv', line: 3, column: 'id' },
    '"x" is not a whole',
  ],
  [
    'an id is beyond bigint',
    users(ada, '9223372036854775808,b@c,Bob,DE'),
    { file: 'users.csv', line: 3, column: 'id' },
    '"9223372036854775808" is not a whole number from 1 to 9223372036854775807',
  ],
  [
    'a country is no code',
    users(ada, '7,b@c,Bob,de'),
    { file: 'users.csv', line: 3, column: 'country' },
    '"de" is not',
  ],
  [
    'a required value is missing',
    users(ada, '7,b@c,,DE'),
    { file: 'users.csv', line: 3, column: 'name' },
    'the value is missing: expected text without NUL characters ("" is the empty text)',
  ],
  [
    'a value with a default is missing',
    { 'users.csv': 'id,email,name,country,tier\n1,a@b,A,GB,\n7,b@c,B,DE,pro\n' },
    { file: 'users.csv', line: 2, column: 'tier' },
    'leave the whole column out',
  ],
  [
    'an instant has no offset',
    { 'users.csv': 'id,email,name,country,created_at\n7,b@c,B,DE,2026-01-01 00:00:00\n1,a@b,A,GB,2026-01-01 00:00Z\n' },
    { file: 'users.csv', line: 2, column: 'created_at' },
    '"2026-01-01 00:00:00" is not an instant with its offset',
  ],
  [
    'a text holds NUL',
    users(ada, '7,b@c,B\0ob,DE'),
    { file: 'users.csv', line: 3, column: 'name' },
    '"B\\u0000ob" is not text without NUL',
  ],
  [
    'a value is long: its message is not',
    users(ada, `7,b@c,Bob,${'X'.repeat(5_000)}`),
    { file: 'users.csv', line: 3, column: 'country' },
    `"${'X'.repeat(40)}…" is not`,
  ],
  [
    'a status is unknown',
    orders('5,7,payed,5.00,', '6,1,paid,0,'),
    { file: 'orders.csv', line: 2, column: 'status' },
    '"payed" is not one of pending, paid, shipped, delivered, cancelled',
  ],
  [
    'a total has a third decimal',
    orders('5,7,paid,5.005,', '6,1,paid,0,'),
    { file: 'orders.csv', line: 2, column: 'total' },
    '"5.005" is not an amount from 0 to 9999999999.99 with at most 2 decimals',
  ],
  ['a quantity is 0', items('9,5,1,0,2.50'), { file: 'order_items.csv', line: 2, column: 'quantity' }, '"0" is not'],
  ['a record is short', users(ada, '7,b@c,Bob', bob), { file: 'users.csv', line: 3 }, 'has 3 fields, and the header 4'],
  [
    'a record is long',
    users(ada, '7,b@c,Bob,DE,x', bob),
    { file: 'users.csv', line: 3 },
    'has 5 fields, and the header 4',
  ],
  [
    'a quote is never closed',
    users(ada, '7,b@c,"Bob,DE', '8,c@d,Cy,FR'),
    { file: 'users.csv', line: 3, column: 'name' },
    'never closed',
  ],
  [
    'something follows a closing quote',
    users(ada, '7,b@c,"Bob" x,DE'),
    { file: 'users.csv', line: 3, column: 'name' },
    'follows the closing quote',
  ],
  [
    'a quote stands inside a value',
    users(ada, '7,b@c,B"ob,DE'),
    { file: 'users.csv', line: 3, column: 'name' },
    'a quote stands inside a value',
  ],
  [
    'a value is no UTF-8',
    { 'users.csv': Buffer.from(`id,email,name,country\n${ada}\n7,b@c,B\xf6b,DE\n`, 'latin1') },
    { file: 'users.csv', line: 3, column: 'name' },
    'no valid UTF-8',
  ],
  [
    'an email is there twice',
    users(ada, bob, '8,ada@example.com,Eve,FR'),
    { file: 'users.csv', line: 4, column: 'email' },
    '"ada@example.com" is on line 2 already',
  ],
  [
    'an id is there twice',
    users(ada, bob, '7,c@d,C,FR'),
    { file: 'users.csv', line: 4, column: 'id' },
    '"7" is on line 3',
  ],
  [
    'a sku is there twice',
    { 'products.csv': 'id,sku,name,category,price\n1,S,a,b,1\n2,S,a,b,1\n' },
    { file: 'products.csv', line: 3, column: 'sku' },
    '"S" is on line 2 already',
  ],
  [
    'an idempotency key is there twice',
    orders('5,7,paid,5.00,k', '6,1,paid,0,', '7,1,paid,0,k', '8,1,paid,0,'),
    { file: 'orders.csv', line: 4, column: 'idempotency_key' },
    '"k" is on line 2 already',
  ],
  [
    'an item is of no order',
    items('9,5,1,2,2.50', '10,4711,1,2,2.50'),
    { file: 'order_items.csv', line: 3, column: 'order_id' },
    'orders.csv has no row with the id 4711',
  ],
  [
    'an item is of no product',
    items('9,5,2,2,2.50'),
    { file: 'order_items.csv', line: 2, column: 'product_id' },
    'products.csv has no row with the id 2',
  ],
  [
    'an order is of no user, in the other cluster',
    orders('5,7,paid,5.00,', '6,8,paid,0,', '7,8,paid,0,'),
    { file: 'orders.csv', line: 3, column: 'user_id' },
    'users.csv has no row with the id 8',
  ],
  [
    'values before it hold line breaks',
    users('1,ada@example.com,"Ada\n\nL",GB', '', '7,b@c,"Bob\r\n\r\nB",D'),
    { file: 'users.csv', line: 8, column: 'country' },
    '"D" is not',
  ],
];

describe('an import is refused, and says where, when', () => {
  test.each(cases)('%s', async (_what, files, place, message) => {
    const faults = await importFaults(files);
    expect(faults).toEqual([{ ...place, message: expect.stringContaining(message) }]);
  });
});

test('faults of several files come together, in the order of files and lines, and the message lists them', async () => {
  const files = { ...users('x,a@b,A,GB', '7,b@c,B,germany'), ...items('9,5,1,-1,2.50') };
  const faults = await importFaults(files);
  expect(faults.map(({ file, line, column }) => `${file}:${line} ${column}`)).toEqual([
    'users.csv:2 id',
    'users.csv:3 country',
    'order_items.csv:2 quantity',
  ]);
  expect(new ImportError(faults).message).toContain(
    '\n  users.csv, line 3, column country: "germany" is not two capital',
  );
});

test('reading stops at 20 faults', async () => {
  const rows = Array.from({ length: 5_000 }, (_, index) => `${index + 1},u${index}@example.com,U,nowhere`);
  const faults = await importFaults(users(...rows));
  expect(faults.map(({ line }) => line)).toEqual(Array.from({ length: 20 }, (_, index) => index + 2));
});

test('a constraint that was added to a table holds too', async () => {
  await world.pools.users.query(`alter table users add constraint short_name check (length(name) < 4)`);
  try {
    const faults = await importFaults(users(ada, '7,b@c,Robert,DE'));
    expect(faults).toEqual([{ file: 'users.csv', message: expect.stringContaining('short_name') }]);
  } finally {
    await world.pools.users.query('alter table users drop constraint short_name');
  }
});
