import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createGatewayWorld, type GatewayWorld } from '../support/gateway-world.ts';
import { type PostOptions, post, readAnswer } from '../support/post.ts';

let world: GatewayWorld;
beforeAll(async () => {
  world = await createGatewayWorld('empty');
});
afterAll(() => world[Symbol.asyncDispose]());

const json = 'application/json';
const ask = async (query: unknown, options?: PostOptions) =>
  readAnswer(await world.fetch('/graphql', post({ query }, options)));

describe('a faulty operation of a well-formed request is 400, or 200 for clients that accept application/json only:', () => {
  const first = 'query ($first: Int) { users(first: $first) { nodes { id } } }';
  test.each([
    ['parsing', '{', undefined, 'GRAPHQL_PARSE_FAILED'],
    ['validation', '{ nope }', undefined, 'GRAPHQL_VALIDATION_FAILED'],
    ['a kind of operation that the schema lacks', 'subscription { nope }', undefined, 'GRAPHQL_VALIDATION_FAILED'],
    ['variables', first, { first: 'many' }, 'BAD_USER_INPUT'],
  ])('%s', async (_, query, variables, code) => {
    expect(await ask(query, { variables })).toMatchObject({ status: 400, codes: [code] });
    expect(await ask(query, { variables, accept: json })).toMatchObject({ status: 200, codes: [code] });
  });
});

test('an argument that is out of range is the answer to a good request', async () => {
  const answer = await ask('{ users(first: 501) { nodes { id } } }');
  expect(answer).toMatchObject({ status: 200, data: null, codes: ['BAD_USER_INPUT'] });
});

describe('what is no GraphQL request is refused, whatever is accepted:', () => {
  test.each([
    ['broken JSON', '{"query":', 400],
    ['no query', '{}', 400],
    ['a query that is no string', '{"query": 1}', 400],
    ['variables that are no object', '{"query": "{ __typename }", "variables": "x"}', 400],
    ['null', 'null', 400],
    ['a batch', '[{"query": "{ __typename }"}]', 400],
    ['a large body', JSON.stringify({ query: '{ __typename }', variables: { x: 'x'.repeat(1_000_001) } }), 413],
  ])('%s', async (_, body, status) => {
    for (const accept of ['application/graphql-response+json', json]) {
      const answer = await readAnswer(await world.fetch('/graphql', post(body, { accept })));
      expect(answer).toMatchObject({ status, data: undefined, codes: ['BAD_USER_INPUT'] });
    }
  });

  test.each([
    ['text/plain', '{ __typename }'],
    ['application/x-www-form-urlencoded', 'query={__typename}'],
    ['application/graphql', '{ __typename }'],
    ['application/graphql+json', '{"query": "{ __typename }"}'],
    ['multipart/form-data; boundary=x', '--x--'],
    ['APPLICATION/JSON', '{"query": "{ __typename }"}'],
    ['', '{"query": "{ __typename }"}'],
  ])('a body of type "%s"', async (type, body) => {
    const headers = { 'content-type': type };
    const answer = await readAnswer(await world.fetch('/graphql', { method: 'POST', body, headers }));
    expect(answer).toMatchObject({ status: 415, data: undefined, codes: ['BAD_USER_INPUT'] });
    expect(answer.errors[0]?.message).toContain('application/json');
  });

  test('but application/json may name a character set', async () => {
    const headers = { 'content-type': 'application/json; charset=utf-8' };
    const answer = await readAnswer(await world.fetch('/graphql', post({ query: '{ __typename }' }, { headers })));
    expect(answer).toMatchObject({ status: 200, codes: [] });
  });

  test('another method', async () => {
    const response = await world.fetch('/graphql', { method: 'PUT', body: '{}' });
    expect(response.headers.get('allow')).toBe('GET, POST');
    expect(await readAnswer(response)).toMatchObject({ status: 405, codes: ['BAD_USER_INPUT'] });
  });

  test('variables in a URL that are no JSON', async () => {
    const response = await world.fetch('/graphql?query={__typename}&variables={');
    expect(await readAnswer(response)).toMatchObject({ status: 400, codes: ['BAD_USER_INPUT'] });
  });
});

test('a query by GET is answered', async () => {
  const response = await world.fetch('/graphql?query={__typename}');
  expect(await readAnswer(response)).toMatchObject({ status: 200, data: { __typename: 'Query' }, codes: [] });
});

test('nothing of this was worth a line in the log', () => {
  expect(world.logged).toEqual([]);
});
