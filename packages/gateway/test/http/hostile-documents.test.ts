import { afterAll, beforeAll, expect, test } from 'vitest';
import { createGatewayWorld, type GatewayWorld } from '../support/gateway-world.ts';
import { post, readAnswer } from '../support/post.ts';

let world: GatewayWorld;
beforeAll(async () => {
  world = await createGatewayWorld('empty');
});
afterAll(() => world[Symbol.asyncDispose]());

const ask = async (query: string, variables = '{}') =>
  readAnswer(await world.fetch('/graphql', post(`{"query":${JSON.stringify(query)},"variables":${variables}}`)));
const aliases = (count: number) => `{${Array.from({ length: count }, (_, index) => `a${index}:__typename`).join(' ')}}`;
const nest = (depth: number) => `{users${'{nodes{orders'.repeat(depth)}{nodes{id}}${'}}'.repeat(depth)}}`;

const where = 'query($w:UserFilter){users(where:$w){totalCount}}';
const nestedFilter = (depth: number) => `{"w":${'{"not":'.repeat(depth)}{}${'}'.repeat(depth)}}`;

test.each([
  ['10,000 aliases', aliases(10_000), undefined, 'characters'],
  ['many short tokens', `{${'a '.repeat(20_000)}}`, undefined, 'tokens'],
  ['deep nesting', nest(500), undefined, 'nested'],
  ['nesting beyond the stack of any parser', `{a(b:${'['.repeat(9_000)}`, undefined, 'nested'],
  ['a long comment', `{__typename}#${'x'.repeat(100_000)}`, undefined, 'characters'],
  [
    'fields by the thousand in a fragment',
    `{__typename} fragment B on User{${'id '.repeat(4_900)}}`,
    undefined,
    'response key',
  ],
  [
    'fields by the thousand that are skipped',
    `query ($s: Boolean = true) {users{nodes{${'orders@skip(if:$s){nodes{id}}'.repeat(480)}}}}`,
    undefined,
    'response key',
  ],
  [
    'a fragment that is spread by the thousand',
    `{users{nodes{${'...F '.repeat(3_000)}}}} fragment F on User{id}`,
    undefined,
    'fields',
  ],
  ['a filter nested 500 deep', where, nestedFilter(500), 'nested'],
  ['a filter nested 50 deep', where, nestedFilter(50), 'filters within each other'],
  [
    'filters that say nothing, by the thousand',
    where,
    `{"w":{"or":[${`{"or":[${'{},'.repeat(899)}{}]},`.repeat(98)}{}]}}`,
    'fields in its filters',
  ],
  ['deep variables', '{__typename}', `${'{"a":'.repeat(9_000)}1${'}'.repeat(9_000)}`, 'nested'],
])('%s: refused at once', async (_, query, variables, what) => {
  const start = performance.now();
  const answer = await ask(query, variables);
  expect(performance.now() - start).toBeLessThan(1_000);
  expect(answer).toMatchObject({ status: 400, codes: ['TOO_COMPLEX'] });
  expect(answer.errors[0]?.message).toContain(what);
});

test.each([
  ['thousands of the same field', `{${'__typename '.repeat(4_500)}}`],
  ['fields that overlap at every level', `{${'users{nodes{orders{nodes{id}}}}'.repeat(500)}}`],
])('%s: answered or refused soon', async (_, query) => {
  const start = performance.now();
  const { codes } = await ask(query);
  expect(performance.now() - start).toBeLessThan(3_000);
  expect(codes).not.toContain('INTERNAL');
});
