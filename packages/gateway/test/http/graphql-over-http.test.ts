import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createGatewayWorld, type GatewayWorld } from '../support/gateway-world.ts';

/** The audits of the GraphQL-over-HTTP specification by its own reference implementation, all of them: what it merely advises too. */
const audits = serverAudits({
  url: 'http://gateway.test/graphql',
  fetchFn: (url: string, init: RequestInit) => ask(url, init),
});

let world: GatewayWorld;
beforeAll(async () => {
  world = await createGatewayWorld('empty');
});
afterAll(() => world[Symbol.asyncDispose]());

const ask = (url: string, init: RequestInit) => {
  const { pathname, search } = new URL(url);
  return world.fetch(`${pathname}${search}`, init);
};

test('there are audits of each kind', () => {
  expect(audits.length).toBeGreaterThan(60);
  for (const kind of ['MUST', 'SHOULD', 'MAY']) expect(audits.some(({ name }) => name.startsWith(kind))).toBe(true);
});

test.each(audits.map(({ id, name, fn }) => ({ id, name, fn })))('$id: it $name', async ({ fn }) => {
  const result = await fn();
  expect(result.status === 'ok' ? '' : result.reason).toBe('');
});
