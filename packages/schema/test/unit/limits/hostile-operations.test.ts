import { describe, expect, test } from 'vitest';
import { ids, nestFilter, nestLiteral, repeat, texts, whereUsers } from './documents.ts';
import { type Asked, passed, refused } from './refused.ts';

describe('what could hurt is refused at once', () => {
  const bomb = (levels: number, inner: string) =>
    `{ users { nodes { ...F0 } } } ${repeat(levels, (i) => `fragment F${i} on User { ...F${i + 1} ...F${i + 1} }`)} fragment F${levels} on User { ${inner} }`;

  test.each<[name: string, asked: [string, Asked?], refusals: readonly string[]]>([
    ['a filter nested 500 deep', whereUsers(nestFilter(500)), ['filterDepth 500 > 10', 'filterFields 501 > 200']],
    [
      'the same, written out',
      [`{ users(where: ${nestLiteral(500)}) { totalCount } }`],
      ['filterDepth 500 > 10', 'filterFields 501 > 200'],
    ],
    ['10,000 aliases', [`{ ${repeat(10_000, (i) => `a${i}: __typename`)} }`], ['fields 10000 > 500']],
    [
      '50,000 ids',
      ['query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { variables: { ids: ids(50_000) } }],
      ['ids 50000 > 500', 'argumentLength 538891 > 500000'],
    ],
    [
      'fragments that spread the next one twice, 30 levels',
      [bomb(30, 'id')],
      ['fields 1073741826 > 500', 'values 21474836480 > 2000000'],
    ],
    [
      '5,000 levels of them',
      [bomb(5_000, 'id')],
      ['fields 9007199254740991 > 500', 'values 9007199254740991 > 2000000'],
    ],
    [
      'fragments that multiply rows',
      [bomb(30, 'orders(first: 500) { nodes { id } }')],
      [
        'fields 3221225474 > 500',
        'rows 10737418240020 > 200000',
        'values 10737418240000 > 2000000',
        'argumentLength 4294967296 > 500000',
      ],
    ],
    [
      'a list of 1 MB',
      whereUsers({ name: { in: texts(130_000) } }),
      ['listLength 130000 > 1000', 'argumentLength 928893 > 500000'],
    ],
    [
      'a large variable used 5,000 times',
      [
        `query ($in: [String!]) { ${repeat(5_000, (i) => `a${i}: users(where: {name: {in: $in}}) { totalCount }`)} }`,
        { variables: { in: texts(100_000) } },
      ],
      [
        'fields 10000 > 500',
        'aggregates 5000 > 20',
        'listLength 100000 > 1000',
        'filterFields 10000 > 200',
        'argumentLength 3444465000 > 500000',
      ],
    ],
    [
      '160 breakdowns',
      [`{ ${repeat(160, (i) => `a${i}: salesBreakdown(by: [CATEGORY]) { revenue }`)} }`],
      ['aggregates 160 > 20'],
    ],
    [
      'lists within lists',
      [`{ users(where: {or: [${repeat(300, () => '{and: [{}, {}]}')}]}) { totalCount } }`],
      ['filterFields 901 > 200'],
    ],
    [
      'filters each of which goes through three tables',
      whereUsers({
        or: Array.from({ length: 28 }, () => ({ orders: { some: { items: { some: { product: { id: {} } } } } } })),
      }),
      ['relatedFilters 84 > 50'],
    ],
    [
      'filters that say nothing, by the thousand',
      whereUsers({ or: Array.from({ length: 99 }, () => ({ or: Array.from({ length: 900 }, () => ({})) })) }),
      ['filterFields 89200 > 200'],
    ],
  ])(
    '%s',
    (_, asked, refusals) => {
      expect(passed(...asked)).toEqual(refusals);
    },
    5_000,
  );

  test('where counting stops the message says so', () => {
    expect(refused(bomb(100, 'id'))[0]?.message).toContain('has more than 9007199254740990 fields');
  });
});
