import { expect, test } from 'vitest';
import { warnOfPlan } from '../../../src/explain/warn-of-plan.ts';
import type { Warning } from '../../../src/explain/warning.ts';
import { plansOf } from '../../support/plans-of.ts';

/** The warnings of an operation's one root field, without a database. */
function warningsOf(document: string): readonly Warning[] {
  return plansOf(document).flatMap(warnOfPlan);
}

const kindsOf = (document: string) => warningsOf(document).map(({ fetch, kind }) => `${fetch}: ${kind}`);

test.each([
  '{ user(id: "User:1") { name orders(first: 5) { nodes { id items(first: 3) { nodes { id product { name } } } } } } }',
  '{ users(first: 50) { nodes { orders(first: 5) { nodes { id } } } } }',
  '{ users(where: { country: { eq: "DE" } }) { totalCount nodes { id } } }',
  '{ orderBreakdown(by: [STATUS], where: { createdAt: { gte: "2024-01-01T00:00:00Z" } }) { revenue } }',
  '{ nodes(ids: ["User:1", "Order:2"]) { id } }',
])('what costs little has no warning: %s', (document) => {
  expect(warningsOf(document)).toEqual([]);
});

test.each([
  [
    '{ users { nodes { orders(first: 2, where: { status: { eq: PAID } }) { nodes { id } } } } }',
    'f2: ranked on the hub',
  ],
  ['{ users { nodes { orders(first: 2, orderBy: [{ field: TOTAL }]) { nodes { id } } } } }', 'f2: ranked on the hub'],
  ['{ orders { totalCount } }', 'f2: reads everything'],
  ['{ users(orderBy: [{ field: ORDER_TOTAL, direction: DESC }]) { nodes { id } } }', 'f1: reads everything'],
  ['{ orderStats { count } }', 'f1: reads everything'],
  ['{ orderBreakdown(by: [STATUS]) { revenue } }', 'f1: reads everything'],
  ['{ users(where: { orders: { some: {} } }) { nodes { id } } }', 'f1: all keys travel'],
  ['{ users(orderBy: [{ field: ORDER_TOTAL, direction: ASC }]) { nodes { id } } }', 'f2: ordered on the hub'],
  ['{ users(where: { name: { contains: "ann" } }) { nodes { id } } }', 'f1: no index'],
])('%s', (document, expected) => {
  expect(kindsOf(document)).toContain(expected);
});

test('a warning says what happens and what to do, in words', () => {
  const [warning] = warningsOf(
    '{ users { nodes { orders(first: 2, where: { status: { eq: PAID } }) { nodes { id } } } } }',
  );
  expect(warning?.message).toBe(
    'To show the first 2 orders of each user_id, all of them travel from orders and are ranked on the hub. ' +
      'In the usual order, without filter and cursor, only the first would travel.',
  );
});
