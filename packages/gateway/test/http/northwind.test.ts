import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { createGatewayWorld } from '../support/gateway-world.ts';
import { post, readAnswer } from '../support/post.ts';
import { runCommand } from '../support/run-cli.ts';
import { writeTopology } from '../support/topology-folder.ts';

const northwind = fileURLToPath(new URL('../../../../../shared/data/northwind/', import.meta.url));

const KNOWN = /* GraphQL */ `
  {
    byCountry: orderBreakdown(by: [USER_COUNTRY]) { userCountry count total }
    topUsers: orderBreakdown(by: [USER], where: {status: {eq: DELIVERED}}, first: 10) { user { id name } total }
    byStatus: orderBreakdown(by: [STATUS]) { status count }
    withoutOrders: users(where: {orders: {none: {}}}, orderBy: {field: ID}) { nodes { id } totalCount }
    withCountZero: users(where: {orderStats: {count: {eq: 0}}}, orderBy: {field: ID}) { nodes { id } totalCount }
    byCategory: salesBreakdown(by: [CATEGORY]) { category revenue }
    largeOfGermany: orders(where: {user: {country: {eq: "DE"}}, total: {gte: "1000.00"}}, first: 0) { totalCount }
  }
`;

test('Northwind: imported by command, every known answer comes out by GraphQL', async (context) => {
  context.skip(!existsSync(northwind), 'the Northwind files are not beside the checkout (../shared/data/northwind)');
  await using world = await createGatewayWorld('empty');
  await using topology = await writeTopology(world.databases.topology);

  const { exitCode, out } = await runCommand(['import', northwind, '--topology', topology.file]);
  expect({ exitCode, out }).toEqual({
    exitCode: 0,
    out: 'users: 91 rows\nproducts: 77 rows\norders: 830 rows\norder_items: 2,155 rows\n',
  });

  const { codes, data } = await readAnswer(await world.fetch('/graphql', post({ query: KNOWN })));
  expect(codes).toEqual([]);
  expect(read(data, 'withCountZero')).toEqual(read(data, 'withoutOrders'));

  const page = await readFile(`${northwind}/ANSWERS.md`, 'utf8');
  // What the gateway answered, written as the page has it: each has to stand there, and no figure may be left over.
  const written = [
    table(
      ['country', 'orders', 'total'],
      rows(data, 'byCountry').map((row) => texts(row, 'userCountry', 'count', 'total')),
    ),
    table(
      ['id', 'name', 'total'],
      rows(data, 'topUsers').map((row) => [
        numberOf(read(row, 'user')),
        ...texts(read(row, 'user'), 'name'),
        ...texts(row, 'total'),
      ]),
    ),
    `Orders by status: ${listed(
      rows(data, 'byStatus')
        .map((row) => texts(row, 'status', 'count').join(' ').toLowerCase())
        .toSorted(),
    )}.`,
    `Users without orders: ${read(read(data, 'withoutOrders'), 'totalCount')} (ids ${listed(
      rows(read(data, 'withoutOrders'), 'nodes').map(numberOf),
    )}).`,
    `Revenue by category (items): ${listed(
      rows(data, 'byCategory').map((row) => texts(row, 'category', 'revenue').join(' ')),
    )}.`,
    `Orders of users in DE with a total of 1000.00 or more: ${read(read(data, 'largeOfGermany'), 'totalCount')}.`,
  ];
  for (const text of written) expect(page).toContain(text);
  expect(written.reduce((rest, text) => rest.replace(text, ''), page)).not.toMatch(/\d/);
});

/** A table of Markdown, up to the empty line after it. */
function table(head: readonly string[], cells: readonly (readonly string[])[]): string {
  const line = (row: readonly string[]) => `| ${row.join(' | ')} |\n`;
  return `${[head, head.map(() => '---'), ...cells].map(line).join('')}\n`;
}

function listed(parts: readonly string[]): string {
  return parts.join(', ');
}

function numberOf(node: unknown): string {
  return texts(node, 'id').join('').replace('User:', '');
}

function texts(row: unknown, ...keys: readonly string[]): readonly string[] {
  return keys.map((key) => String(read(row, key)));
}

function rows(value: unknown, key: string): readonly unknown[] {
  const list = read(value, key);
  if (!Array.isArray(list)) throw new Error(`No list in "${key}".`);
  return list;
}

function read(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
