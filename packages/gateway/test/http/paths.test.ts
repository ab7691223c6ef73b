import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exampleTabs } from '../../src/server/example-tabs.ts';
import { createGatewayWorld, type GatewayWorld } from '../support/gateway-world.ts';
import { post, readAnswer } from '../support/post.ts';

let world: GatewayWorld;
beforeAll(async () => {
  world = await createGatewayWorld('sample');
});
afterAll(() => world[Symbol.asyncDispose]());

const browser = { headers: { accept: 'text/html,application/xhtml+xml' } };

test('the health check answers', async () => {
  const response = await world.fetch('/health');
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({ status: 'ok' });
});

test.each(['/', '/nope', '/x/graphql', '/x/health', '/graphql/', '/graphql/health'])(
  '%s: 404 as JSON',
  async (path) => {
    const response = await world.fetch(path, browser);
    expect(await readAnswer(response)).toMatchObject({ status: 404, codes: ['BAD_USER_INPUT'] });
  },
);

describe('GraphiQL', () => {
  test('is one page that loads nothing', async () => {
    const response = await world.fetch('/graphql', browser);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    // Markup stands before the script, which holds strings that look like markup.
    const [markup = ''] = (await response.text()).split('<script>', 1);
    expect(markup).toContain('<title>Causeway</title>');
    expect([...markup.matchAll(/\b(?:src|href)="([^"]{0,5})/g)].map(([, start]) => start)).toEqual(['data:']);
    expect(markup).not.toMatch(/@import|url\(['"]?http/);
  });

  test.each(exampleTabs.map((tab) => [tab.query.split('\n', 1)[0], tab] as const))('%s', async (_, tab) => {
    const variables = tab.variables === undefined ? undefined : JSON.parse(tab.variables);
    const { codes, data } = await readAnswer(await world.fetch('/graphql', post(tab, { variables })));
    expect(codes).toEqual([]);
    expect(JSON.stringify(data)).toMatch(/"id":|"name":/);
  });
});
