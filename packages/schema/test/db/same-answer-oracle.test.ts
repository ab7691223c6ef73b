import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createPool, importCsv } from '@causeway/sql';
import { createTestDatabases } from '@causeway/sql/testing';
import { buildSchema } from 'graphql';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { loadRows } from '../same-answer/data/load-rows.ts';
import { createOracle, type Oracle } from '../same-answer/oracle/create-oracle.ts';
import { compareTexts, ignoringCase } from '../same-answer/oracle/texts.ts';
import { Json } from '../support/ask.ts';

const shared = new URL('../../../../../shared/', import.meta.url);
const northwind = fileURLToPath(new URL('data/northwind', shared));
const contract = new URL('contract.graphql', shared);

describe('the oracle takes texts as the clusters do', () => {
  test('ignoring case, for every code point that PostgreSQL knows', async () => {
    await using databases = await createTestDatabases({ data: 'empty' });
    const { rows } = await sql<{ point: string; lower: string }>`
      select chr(code) as point, lower(chr(code)) as lower
      from generate_series(1, 1114111) code
      where code not between 55296 and 57343 and unicode_assigned(chr(code))`.execute(databases.admin('orders'));
    const different = rows.filter(({ point, lower }) => ignoringCase(point) !== lower);
    expect(rows.length).toBeGreaterThan(140_000);
    expect(different).toEqual([]);
  });

  test('in the order of code points', async () => {
    await using databases = await createTestDatabases({ data: 'empty' });
    const texts = ['a', 'B', 'é', 'e\u0301', '', '😀', '\uFF21', '\uE000', 'Z', 'ab', 'a b', '漢', '\u{10400}'];
    const { rows } = await sql<{ text: string }>`
      select text from json_array_elements_text(${JSON.stringify(texts)}::json) as t (text) order by text`.execute(
      databases.admin('users'),
    );
    expect(texts.toSorted(compareTexts)).toEqual(rows.map(({ text }) => text));
  });
});

describe('the known answers of the Northwind company', () => {
  test('come from the oracle', async (context) => {
    context.skip(!existsSync(northwind), 'the rows and answers of Northwind are not beside the checkout');
    await using databases = await createTestDatabases({ data: 'empty' });
    const { topology } = databases;
    const others = topology.others.find(({ name }) => name === 'orders');
    if (others === undefined) throw new Error('The topology has no cluster "orders"');
    const pools = {
      users: createPool(topology.hub, { purpose: 'admin', role: 'writer' }),
      orders: createPool(others, { purpose: 'admin', role: 'writer' }),
    };
    try {
      await importCsv(pools, { dir: northwind });
    } finally {
      await Promise.all([pools.users.end(), pools.orders.end()]);
    }
    const oracle = createOracle(buildSchema(readFileSync(contract, 'utf8')), await loadRows(databases));
    const known = readTables(readFileSync(`${northwind}/ANSWERS.md`, 'utf8'));

    const byCountry = await answerOf(
      oracle,
      '{ rows: orderBreakdown(by: [USER_COUNTRY]) { userCountry count total } }',
    );
    expect(table(byCountry.list('rows'), 'userCountry', 'count', 'total')).toEqual(known[0]);
    expect(known[0]).toHaveLength(21);

    const byUser = await answerOf(
      oracle,
      '{ rows: orderBreakdown(by: [USER], where: {status: {eq: DELIVERED}}, first: 10) { user { id name } total } }',
    );
    expect(
      byUser
        .list('rows')
        .map((row) => [String(row.at('user', 'id')).replace('User:', ''), row.at('user', 'name'), row.at('total')]),
    ).toEqual(known[1]);
    expect(known[1]).toHaveLength(10);

    const rest = await answerOf(
      oracle,
      `{
        byStatus: orderBreakdown(by: [STATUS], orderBy: {field: COUNT}) { status count }
        without: users(where: {orders: {none: {}}}, orderBy: {field: ID}) { nodes { id } totalCount }
        alsoWithout: users(where: {orderStats: {count: {eq: 0}}}, orderBy: {field: ID}) { nodes { id } }
        byCategory: salesBreakdown(by: [CATEGORY]) { category revenue }
        large: orders(where: {user: {country: {eq: "DE"}}, total: {gte: "1000.00"}}, first: 0) { totalCount }
      }`,
    );
    expect(table(rest.list('byStatus'), 'status', 'count')).toEqual([
      ['DELIVERED', '772'],
      ['SHIPPED', '37'],
      ['PENDING', '21'],
    ]);
    expect(rest.at('without')).toEqual({ nodes: [{ id: 'User:22' }, { id: 'User:57' }], totalCount: 2 });
    expect(rest.at('alsoWithout')).toEqual({ nodes: [{ id: 'User:22' }, { id: 'User:57' }] });
    expect(table(rest.list('byCategory'), 'category', 'revenue')).toEqual([
      ['Beverages', '267867.14'],
      ['Dairy Products', '234506.15'],
      ['Confections', '167356.02'],
      ['Meat/Poultry', '163022.05'],
      ['Seafood', '131260.29'],
      ['Condiments', '106045.46'],
      ['Produce', '99984.61'],
      ['Grains/Cereals', '95744.55'],
    ]);
    expect(rest.at('large', 'totalCount')).toBe(73);
  });
});

async function answerOf(oracle: Oracle, source: string): Promise<Json> {
  const { data, errors } = await oracle.ask(source, {});
  expect(errors).toBeUndefined();
  return new Json(JSON.parse(JSON.stringify(data)));
}

/** The rows of each table of a Markdown page. */
function readTables(page: string): readonly (readonly (readonly string[])[])[] {
  return page
    .split(/\n(?!\|)/)
    .filter((block) => block.includes('\n|') || block.startsWith('|'))
    .map((block) => block.split('\n').filter((line) => line.startsWith('|')))
    .map((lines) =>
      lines.slice(2).map((line) =>
        line
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim()),
      ),
    );
}

function table(rows: readonly Json[], ...columns: readonly string[]): readonly (readonly string[])[] {
  return rows.map((row) => columns.map((column) => String(row.at(column))));
}
