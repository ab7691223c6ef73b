import { expect, test } from 'vitest';
import { normalizeViewDefinition, viewDefinition } from '../../../src/fdw/view-definition.ts';

const source = { schema: 'orders_fdw', name: 'orders' };
const wanted = normalizeViewDefinition(viewDefinition(source, ['id', 'user_id']), 'orders');

test.each([
  ['PostgreSQL 16 and later', ' SELECT id,\n    user_id\n   FROM orders_fdw.orders;'],
  ['PostgreSQL 15', ' SELECT orders.id,\n    orders.user_id\n   FROM orders_fdw.orders;'],
])('is the same as %s prints it', (_, printed) => {
  expect(normalizeViewDefinition(printed, 'orders')).toBe(wanted);
});

test.each([
  ['another order of columns', 'SELECT user_id, id FROM orders_fdw.orders'],
  ['another table', 'SELECT id, user_id FROM orders_fdw.orders_by_user'],
  ['a condition', 'SELECT id, user_id FROM orders_fdw.orders WHERE id > 5'],
  ['an expression', 'SELECT id, user_id + 1 AS user_id FROM orders_fdw.orders'],
  ['a column of another name', 'SELECT id, user_id AS owner FROM orders_fdw.orders'],
])('is not the same with %s', (_, definition) => {
  expect(normalizeViewDefinition(definition, 'orders')).not.toBe(wanted);
});
