import { createTestDatabases, type TestDatabases } from '@causeway/sql/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerOf } from '../support/ask.ts';

const BIG = '9223372036854775806';

let databases: TestDatabases;
beforeAll(async () => {
  databases = await createTestDatabases({ data: 'empty' });
  await sql`
    insert into users (id, email, name, country, created_at) overriding system value
    values (${BIG}, 'ünïcode@example.com', ${'Žluťoučký 🐎 "quoted" \\ back'}, 'DE', '0001-01-01 00:00:00.000001Z')`.execute(
    databases.admin('users'),
  );
  await sql`insert into products (id, sku, name, category, price) overriding system value values (${BIG}, 'S', 'P', 'c', 0)`.execute(
    databases.admin('orders'),
  );
  await sql`
    insert into orders (id, user_id, status, total, created_at) overriding system value
    values (${BIG}, ${BIG}, 'paid', 9999999999.99, '9999-12-31 23:59:59.999999+00'),
           (1, ${BIG}, 'paid', 10.1, '2025-06-01 12:00:00.1+02'), (2, ${BIG}, 'paid', 0, '2025-06-01 12:00:00+02')`.execute(
    databases.admin('orders'),
  );
  await sql`
    insert into order_items (id, order_id, product_id, quantity, unit_price) overriding system value
    values (${BIG}, ${BIG}, ${BIG}, 2147483647, 0.01)`.execute(databases.admin('orders'));
});
afterAll(() => databases[Symbol.asyncDispose]());

test('ids beyond 2^53, numeric(12,2), microseconds and text come out exactly', async () => {
  const answer = await answerOf(
    databases,
    /* GraphQL */ `
      query ($id: ID!) {
        user(id: $id) {
          id name email createdAt
          orders { nodes { id total createdAt items { nodes { id quantity unitPrice product { id price } } } } }
        }
      }
    `,
    { id: `User:${BIG}` },
  );
  const item = {
    id: `OrderItem:${BIG}`,
    quantity: 2147483647,
    unitPrice: '0.01',
    product: { id: `Product:${BIG}`, price: '0.00' },
  };
  expect(answer.value).toEqual({
    user: {
      id: `User:${BIG}`,
      name: 'Žluťoučký 🐎 "quoted" \\ back',
      email: 'ünïcode@example.com',
      createdAt: '0001-01-01T00:00:00.000001+00:00',
      orders: {
        nodes: [
          {
            id: `Order:${BIG}`,
            total: '9999999999.99',
            createdAt: '9999-12-31T23:59:59.999999+00:00',
            items: { nodes: [item] },
          },
          { id: 'Order:1', total: '10.10', createdAt: '2025-06-01T10:00:00.1+00:00', items: { nodes: [] } },
          { id: 'Order:2', total: '0.00', createdAt: '2025-06-01T10:00:00+00:00', items: { nodes: [] } },
        ],
      },
    },
  });
});

test('a cursor keeps them too: paging by ones meets each order once', async () => {
  const document = /* GraphQL */ `
    query ($id: ID!, $after: String) {
      user(id: $id) { orders(first: 1, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }
    }
  `;
  const seen: unknown[] = [];
  let after: unknown = null;
  for (let page = 0; page < 3; page += 1) {
    const answer = await answerOf(databases, document, { id: `User:${BIG}`, after });
    seen.push(answer.at('user', 'orders', 'nodes', 0, 'id'));
    expect(answer.at('user', 'orders', 'pageInfo', 'hasNextPage')).toBe(page < 2);
    after = answer.at('user', 'orders', 'pageInfo', 'endCursor');
  }
  expect(seen).toEqual([`Order:${BIG}`, 'Order:1', 'Order:2']);
});

test('an operation may ask for a column under more aliases than a PostgreSQL function takes arguments', async () => {
  const aliases = Array.from({ length: 400 }, (_, index) => `alias${index}_${'x'.repeat(60)}: name`).join(' ');
  const answer = await answerOf(
    databases,
    `query ($id: ID!) { user(id: $id) { ${aliases} orders(first: 1) { nodes { id } } } }`,
    {
      id: `User:${BIG}`,
    },
  );
  expect(Object.keys(Object(answer.at('user')))).toHaveLength(401);
  expect(answer.at('user', `alias399_${'x'.repeat(60)}`)).toBe('Žluťoučký 🐎 "quoted" \\ back');
});

test('names that JavaScript objects know may be aliases', async () => {
  const answer = await answerOf(
    databases,
    `query ($id: ID!) { constructor: user(id: $id) { toString: id __proto__: country hasOwnProperty: orders(first: 1) { valueOf: nodes { id } } } }`,
    { id: `User:${BIG}` },
  );
  expect(answer.at('constructor', 'toString')).toBe(`User:${BIG}`);
  expect(answer.at('constructor', 'hasOwnProperty', 'valueOf', 0, 'id')).toBe(`Order:${BIG}`);
});
