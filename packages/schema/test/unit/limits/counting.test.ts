import { describe, expect, test } from 'vitest';
import { whereUsers } from './documents.ts';
import { type Asked, passed, sizeOf } from './refused.ts';

describe('counting', () => {
  const rows = (source: string, asked?: Asked) => sizeOf('rows', source, asked);

  test('multiplies pages down the tree, and takes default sizes where none is given', () => {
    expect(rows('{ users { totalCount } }')).toBe(20);
    expect(rows('{ users(first: 3) { nodes { orders(last: 5) { nodes { items { nodes { id } } } } } } }')).toBe(
      3 * (1 + 5 * (1 + 20)),
    );
    expect(rows('{ users(first: 3) { edges { node { orders(first: 5) { totalCount } } } } }')).toBe(18);
    expect(rows('{ orderBreakdown(by: [DAY]) { count } }')).toBe(100);
    expect(rows('{ salesBreakdown(by: [DAY], first: 7) { quantity } }')).toBe(7);
    expect(rows('{ nodes(ids: ["User:1", "User:2"]) { ... on User { orders(first: 4) { totalCount } } } }')).toBe(10);
    expect(rows('{ user(id: "User:1") { orders(first: 4) { nodes { user { id } } } } }')).toBe(4);
    expect(rows('{ users(first: 0) { nodes { orders(first: 500) { totalCount } } } }')).toBeUndefined();
  });

  test('leaves sizes that cannot be to the reading of the selection', () => {
    expect(passed('{ users(first: 1000000) { nodes { orders(first: -1) { nodes { id } } } } }')).toEqual([]);
  });

  test('knows variables and their defaults', () => {
    const source = 'query ($n: Int = 7) { users(first: $n) { totalCount } }';
    expect(rows(source)).toBe(7);
    expect(rows(source, { variables: { n: 9 } })).toBe(9);
    expect(rows(source, { variables: { n: null } })).toBe(20);
    expect(rows('query ($toString: Int) { users(first: $toString) { totalCount } }')).toBe(20);
  });

  test('leaves out what @skip and @include leave out', () => {
    const source =
      'query ($v: Boolean = false) { a: __typename b: __typename @include(if: $v) ... @skip(if: $v) { c: __typename d: __typename } }';
    expect(sizeOf('fields', source)).toBe(3);
    expect(sizeOf('fields', source, { variables: { v: true } })).toBe(2);
  });

  test('is of the operation that is meant', () => {
    const source = 'query A { users(first: 1) { totalCount } } query B { users(first: 2) { totalCount } }';
    expect(rows(source, { operationName: 'A' })).toBe(1);
    expect(rows(source, { operationName: 'B' })).toBe(2);
    expect(passed(source, { limits: { rows: 0 } })).toEqual([]);
  });

  test('takes null in a filter as not given, and other objects for no filter', () => {
    expect(passed(...whereUsers({ and: null, name: null }))).toEqual([]);
    expect(sizeOf('filterFields', ...whereUsers({ and: null, name: { eq: 'x', contains: null } }))).toBe(2);
    expect(sizeOf('filterFields', '{ users(orderBy: {field: ID}) { totalCount } }')).toBeUndefined();
  });

  test('takes each filter on rows of another table, or on their figures, for one', () => {
    const related = (where: unknown) => sizeOf('relatedFilters', ...whereUsers(where));
    expect(related({ orders: { some: {}, none: { status: { eq: 'PAID' } } } })).toBe(2);
    expect(related({ orderStats: { count: { gt: 1 }, where: { user: { tier: { eq: 'PRO' } } } } })).toBe(2);
    expect(related({ not: { orders: { some: { items: { some: { product: { id: { in: [] } } } } } } } })).toBe(3);
    expect(related({ orders: { some: null }, orderStats: null, and: [{ name: { eq: 'x' } }] })).toBeUndefined();
    const twice = 'query ($w: OrderFilter) { orders(where: $w) { totalCount } orderStats(where: $w) { count } }';
    expect(sizeOf('relatedFilters', twice, { variables: { w: { user: {} } } })).toBe(2);
    expect(sizeOf('relatedFilters', '{ orders(where: {user: {}}) { nodes { items { totalCount } } } }')).toBe(1);
  });

  test('takes each breakdown, statistics and total count for an aggregate, wherever it stands', () => {
    const aggregates = (source: string) => sizeOf('aggregates', source);
    expect(aggregates('{ orderBreakdown(by: [DAY]) { count total } salesBreakdown(by: [DAY]) { quantity } }')).toBe(2);
    expect(aggregates('{ orderStats { count } users { totalCount nodes { orderStats { total } } } }')).toBe(3);
    expect(
      aggregates(
        '{ ...Q a: orders { ...C } } fragment Q on Query { b: orders { ...C } } fragment C on OrderConnection { totalCount }',
      ),
    ).toBe(2);
    expect(aggregates('{ users { nodes { orders { nodes { total } pageInfo { hasNextPage } } } } }')).toBeUndefined();
  });

  test('takes documents as they come, valid or not', () => {
    expect(
      passed(
        '{ users { ...A } } fragment A on UserConnection { ...B } fragment B on UserConnection { ...A nope { nope(x: {y: [1]}) } }',
      ),
    ).toEqual([]);
    expect(passed('{ ...Missing nope { nope } } subscription S { nope }', { operationName: 'S' })).toEqual([]);
    expect(passed('fragment A on User { id }')).toEqual([]);
    expect(passed(...whereUsers([[1, 'x', { nope: {} }]]))).toEqual([]);
    expect(passed(...whereUsers('text'))).toEqual([]);
    const names = JSON.parse('{"constructor": {}, "__proto__": {"toString": {}}}');
    expect(passed(...whereUsers(names))).toEqual([]);
    expect(passed('query ($x: X) { nope(nope: $x) users(orderBy: $x) }', { variables: { x: [names] } })).toEqual([]);
  });
});
