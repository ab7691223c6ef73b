import { createTestDatabases, type TestDatabases } from '@causeway/sql/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { defaultLimits } from '../../src/index.ts';
import { answerOf } from '../support/ask.ts';

let databases: TestDatabases;
beforeAll(async () => {
  databases = await createTestDatabases({ data: 'sample' });
});
afterAll(() => databases[Symbol.asyncDispose]());

/** Users' orders' users' …, `depth` filters within each other: each leads back to the row itself, so that the innermost decides. */
function ofUsers(depth: number): string {
  return depth === 1 ? '{ tier: { eq: PRO } }' : `{ orders: { some: ${ofOrders(depth - 1)} } }`;
}

function ofOrders(depth: number): string {
  return depth === 1 ? '{ total: { gte: 0 } }' : `{ user: ${ofUsers(depth - 1)} }`;
}

describe('filters as deep as the limits allow', () => {
  const depth = defaultLimits.filterDepth;
  test.each([
    ['users', ofUsers(depth), '{ orders: { some: {} } }'],
    ['users', ofUsers(depth - 1), '{ tier: { eq: PRO }, orders: { some: {} } }'],
    ['orders', ofOrders(depth), '{ user: { tier: { eq: PRO } } }'],
  ])('of %s: %s', async (field, deep, flat) => {
    const ask = (where: string) =>
      answerOf(databases, `{ ${field}(first: 7, where: ${where}) { nodes { id } totalCount } }`);
    const answer = await ask(deep);
    expect(answer.list(field, 'nodes')).toHaveLength(7);
    expect(answer.value).toEqual((await ask(flat)).value);
  });
});
