import { buildSchema, type OperationLimits } from '@causeway/schema';
import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openToEverybody } from '../../src/access/authenticate.ts';
import { createGateway } from '../../src/server/create-yoga.ts';
import { exampleTabs } from '../../src/server/example-tabs.ts';
import { createGatewayWorld, type GatewayWorld } from '../support/gateway-world.ts';
import { type PostOptions, post, readAnswer } from '../support/post.ts';

let world: GatewayWorld;
beforeAll(async () => {
  world = await createGatewayWorld('empty');
});
afterAll(() => world[Symbol.asyncDispose]());

const ask = async (query: string, options?: PostOptions) =>
  readAnswer(await world.fetch('/graphql', post({ query }, options)));
const repeat = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => text(index)).join(' ');
const nodes = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';
const ids = (count: number) => Array.from({ length: count }, (_, index) => `User:${index + 1}`);

describe('TOO_COMPLEX, with the limit, the value and the maximum, for', () => {
  test.each<[name: string, query: string, variables: unknown, limit: string, value: number, maximum: number]>([
    ['too many fields', `{ ${repeat(501, () => '__typename')} }`, {}, 'fields', 501, 500],
    [
      'fragments that spread the next one twice',
      `{ users { nodes { ...F0 } } } ${repeat(30, (i) => `fragment F${i} on User { ...F${i + 1} ...F${i + 1} }`)} fragment F30 on User { id }`,
      {},
      'fields',
      2 ** 30 + 2,
      500,
    ],
    ['50,000 ids', nodes, { ids: ids(50_000) }, 'ids', 50_000, 500],
    [
      'a long list in a filter',
      'query ($in: [String!]) { users(where: {name: {in: $in}}) { totalCount } }',
      { in: Array.from({ length: 90_000 }, (_, index) => `t${index}`) },
      'listLength',
      90_000,
      1_000,
    ],
    [
      'pages within pages',
      '{ users(first: 500) { nodes { orders(first: 500) { nodes { id } } } } }',
      {},
      'rows',
      250_500,
      200_000,
    ],
  ])(
    '%s',
    async (_, query, variables, limit, value, maximum) => {
      const { status, data, codes, errors } = await ask(query, { variables });
      expect({ status, data }).toEqual({ status: 400, data: undefined });
      expect(new Set(codes)).toEqual(new Set(['TOO_COMPLEX']));
      expect(errors[0]?.extensions).toEqual({ code: 'TOO_COMPLEX', limit, value, maximum });
      expect(errors[0]?.message).toContain(`${value} `);
      expect(errors[0]?.message).toContain(`at most ${maximum} are allowed`);
    },
    5_000,
  );
});

test('a document is judged anew with each set of variables', async () => {
  expect((await ask(nodes, { variables: { ids: ids(1) } })).codes).toEqual([]);
  expect((await ask(nodes, { variables: { ids: ids(501) } })).codes).toEqual(['TOO_COMPLEX']);
  expect((await ask(nodes, { variables: { ids: ids(2) } })).data).toEqual({ nodes: [null, null] });
});

test('the operation that is named is judged, and no other', async () => {
  const query = `query Small { __typename } query Large { ${repeat(501, () => '__typename')} }`;
  const askNamed = async (operationName: string) =>
    readAnswer(await world.fetch('/graphql', post(JSON.stringify({ query, operationName }))));
  expect((await askNamed('Small')).data).toEqual({ __typename: 'Query' });
  expect((await askNamed('Large')).codes).toEqual(['TOO_COMPLEX']);
});

test('a chain of a thousand fragments is answered', async () => {
  const chain = repeat(1_000, (i) => `fragment F${i} on Query { ...F${i + 1} }`);
  const { data } = await ask(`{ ...F0 } ${chain} fragment F1000 on Query { __typename }`);
  expect(data).toEqual({ __typename: 'Query' });
});

test('what GraphiQL and code generators ask of the schema passes, introspection in circles does not', async () => {
  const { data, codes } = await ask(getIntrospectionQuery({ inputValueDeprecation: true, oneOf: true }));
  expect(codes).toEqual([]);
  expect(data).toHaveProperty('__schema.types');
  const circle = `{ __schema { types ${repeat(4, () => '{ fields { type')} { name } ${repeat(4, () => '} }')} } }`;
  expect((await ask(circle)).codes).toEqual(['GRAPHQL_VALIDATION_FAILED']);
});

test('the example tabs pass', async () => {
  for (const { query } of exampleTabs) expect((await ask(query)).codes).toEqual([]);
});

test('limits are configured one by one', async () => {
  const askWith = async (limits: Partial<OperationLimits>, query: string) => {
    const gateway = createGateway({
      schema: buildSchema(),
      hub: world.hub,
      log: () => undefined,
      authenticate: openToEverybody,
      limits,
    });
    return readAnswer(await gateway.fetch('http://gateway.test/graphql', post({ query })));
  };
  const two = '{ a: __typename b: __typename }';
  expect((await askWith({ fields: 1 }, two)).errors[0]?.message).toContain('has 2 fields');
  expect((await askWith({ depth: 1 }, two)).codes).toEqual([]);
  expect((await askWith({ depth: 1 }, '{ users { totalCount } }')).codes).toEqual(['TOO_COMPLEX']);
  expect((await askWith({ fields: 600 }, `{ ${repeat(600, () => '__typename')} }`)).codes).toEqual([]);
});
