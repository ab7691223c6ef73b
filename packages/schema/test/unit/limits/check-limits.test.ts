import { describe, expect, test } from 'vitest';
import {
  ids,
  manyFilters,
  manyRelated,
  nest,
  nestFilter,
  nestLiteral,
  repeat,
  texts,
  whereUsers,
} from './documents.ts';
import { type Asked, passed, refused } from './refused.ts';

describe('at the maximum an operation passes, and one beyond it is refused', () => {
  test.each<[name: string, at: [string, Asked?], beyond: [string, Asked?], refusal: string]>([
    ['depth', [nest(20)], [nest(21)], 'depth 21 > 20'],
    [
      'fields',
      [`{ ${repeat(500, (i) => `a${i}: __typename`)} }`],
      [`{ ${repeat(501, (i) => `a${i}: __typename`)} }`],
      'fields 501 > 500',
    ],
    [
      'fields of a fragment, wherever it is spread',
      [
        `{ ${repeat(50, (i) => `a${i}: product(id: "Product:1") { ...P }`)} } fragment P on Product { ${repeat(9, () => 'id')} }`,
      ],
      [
        `{ ${repeat(50, (i) => `a${i}: product(id: "Product:1") { ...P }`)} id: __typename } fragment P on Product { ${repeat(9, () => 'id')} }`,
      ],
      'fields 501 > 500',
    ],
    [
      'rows',
      ['{ users(first: 400) { nodes { orders(last: 499) { nodes { id } } } } }'],
      ['{ users(first: 400) { nodes { orders(last: 500) { nodes { id } } } } }'],
      'rows 200400 > 200000',
    ],
    [
      'values',
      [`{ users(first: 500) { nodes { orders(first: 100) { nodes { ${repeat(40, (i) => `a${i}: id`)} } } } } }`],
      [`{ users(first: 500) { nodes { orders(first: 100) { nodes { ${repeat(41, (i) => `a${i}: id`)} } } } } }`],
      'values 2050000 > 2000000',
    ],
    [
      'aggregates',
      [`{ ${repeat(20, (i) => `a${i}: orderBreakdown(by: [DAY]) { count }`)} }`],
      [`{ ${repeat(20, (i) => `a${i}: orderBreakdown(by: [DAY]) { count }`)} orderStats { count } }`],
      'aggregates 21 > 20',
    ],
    [
      'ids',
      ['query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { variables: { ids: ids(500) } }],
      ['query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { variables: { ids: ids(501) } }],
      'ids 501 > 500',
    ],
    [
      'a list',
      whereUsers({ name: { in: texts(1_000) } }),
      whereUsers({ name: { in: texts(1_001) } }),
      'listLength 1001 > 1000',
    ],
    ['filters within each other', whereUsers(nestFilter(10)), whereUsers(nestFilter(11)), 'filterDepth 11 > 10'],
    [
      'filters within each other, written out',
      [`{ users(where: ${nestLiteral(10)}) { totalCount } }`],
      [`{ users(where: ${nestLiteral(11)}) { totalCount } }`],
      'filterDepth 11 > 10',
    ],
    [
      'filters of related rows',
      [
        '{ users(where: {orders: {some: {user: {orders: {some: {user: {not: {not: {not: {not: {orders: {some: {}}}}}}}}}}}}}) { totalCount } }',
      ],
      [
        '{ users(where: {orders: {some: {user: {orders: {some: {user: {not: {not: {not: {not: {orders: {some: {user: {}}}}}}}}}}}}}}) { totalCount } }',
      ],
      'filterDepth 11 > 10',
    ],
    ['fields of filters', whereUsers(manyFilters(200)), whereUsers(manyFilters(201)), 'filterFields 201 > 200'],
    [
      'filters on related rows',
      whereUsers({ or: manyRelated(50) }),
      whereUsers({ or: [...manyRelated(50), { orderStats: {} }] }),
      'relatedFilters 51 > 50',
    ],
    [
      'a text',
      whereUsers({ name: { eq: 'x'.repeat(10_000) } }),
      whereUsers({ name: { eq: 'x'.repeat(10_001) } }),
      'textLength 10001 > 10000',
    ],
    [
      'all arguments',
      [
        'query ($e: String!) { a: userByEmail(email: $e) { id } b: userByEmail(email: $e) { id } }',
        { variables: { e: 'x'.repeat(99) }, limits: { argumentLength: 200 } },
      ],
      [
        'query ($e: String!) { a: userByEmail(email: $e) { id } b: userByEmail(email: $e) { id } }',
        { variables: { e: 'x'.repeat(100) }, limits: { argumentLength: 200 } },
      ],
      'argumentLength 202 > 200',
    ],
  ])('%s', (_, at, beyond, refusal) => {
    expect(passed(...at)).toEqual([]);
    expect(passed(...beyond)).toEqual([refusal]);
  });
});

describe('a refusal', () => {
  test('says which limit, how much of it, the maximum, where, and what to do', () => {
    expect(refused(`{ ${repeat(501, (i) => `a${i}: __typename`)} }`)).toEqual([
      {
        message:
          'The operation has 501 fields, aliases and repeated fragments counted; at most 500 are allowed. Split it into several operations.',
        extensions: { code: 'TOO_COMPLEX', limit: 'fields', value: 501, maximum: 500 },
        locations: [{ line: 1, column: 1 }],
      },
    ]);
    const [first, ...more] = refused(...whereUsers({ id: { in: ids(50_000) } })).map(({ message, locations }) => ({
      message,
      locations,
    }));
    expect(first?.message).toContain('users has 50000 elements in one list; at most 1000 are allowed');
    expect(first?.locations).toEqual([{ line: 1, column: 30 }]);
    expect(more).toHaveLength(1);
    expect(more[0]?.message).toContain("The operation has 538893 characters in its arguments' values");
  });

  test('comes for each limit that is passed', () => {
    const many = repeat(
      30,
      (i) =>
        `a${i}: users(first: 500) { nodes { orders(first: 500) { nodes { ${nest(20).slice(2, -2).replace('users', 'user')} } } } }`,
    );
    expect(passed(`{ ${many} }`).map((text) => text.split(' ')[0])).toEqual(['depth', 'fields', 'rows', 'values']);
  });
});
