import { createHash } from 'node:crypto';
import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSchema, createCaller } from '@causeway/schema';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openToEverybody } from '../../../src/access/authenticate.ts';
import { clientAddress, networkOf } from '../../../src/access/client-address.ts';
import { readTrustedDocuments } from '../../../src/access/trusted-documents.ts';
import { createGateway, type GatewayOptions, type RequestOptions } from '../../../src/server/create-yoga.ts';
import { startHttp } from '../../../src/server/start-http.ts';
import { createGatewayWorld, type GatewayWorld } from '../../support/gateway-world.ts';
import { post, readAnswer } from '../../support/post.ts';

let world: GatewayWorld;
beforeAll(async () => {
  world = await createGatewayWorld('sample');
});
afterAll(() => world[Symbol.asyncDispose]());

const schema = buildSchema();
const query = '{ user(id: "User:1") { name } }';
const name = { user: { name: 'User 1' } };

function gatewayWith(
  requests: Partial<RequestOptions>,
  authenticate: GatewayOptions['authenticate'] = openToEverybody,
) {
  const gateway = createGateway({ schema, hub: world.hub, log: () => {}, authenticate, requests });
  const fetch = async (path: string, init: RequestInit) => await gateway.fetch(`http://gateway.test${path}`, init);
  const ask = async (body: string | { readonly query: unknown }, headers: Readonly<Record<string, string>> = {}) =>
    readAnswer(await fetch('/graphql', post(body, { headers })));
  return { gateway, fetch, ask };
}

describe('browsers ask for pages of the gateway itself, and of origins that are allowed', () => {
  const get = `/graphql?query=${encodeURIComponent(query)}`;
  const other = { origin: 'https://dashboard.test', 'sec-fetch-site': 'cross-site' };

  test.each<readonly [string, Readonly<Record<string, string>>]>([
    ['of another site', other],
    ['of another host of the same site', { origin: 'https://www.gateway.test', 'sec-fetch-site': 'same-site' }],
    ['of another site, that names no origin', { 'sec-fetch-site': 'cross-site' }],
    ['of a browser that says less', { origin: 'https://dashboard.test' }],
    ['of a file', { origin: 'null' }],
  ])('a request for a page %s is refused, by POST and by GET', async (_what, headers) => {
    const { ask, fetch } = gatewayWith({});
    expect(await ask({ query }, headers)).toMatchObject({ status: 403, codes: ['BAD_USER_INPUT'], data: undefined });
    expect((await fetch(get, { headers })).status).toBe(403);
  });

  test.each<readonly [string, Readonly<Record<string, string>>]>([
    ['of no browser', {}],
    ['of its own page', { origin: 'http://gateway.test', 'sec-fetch-site': 'same-origin' }],
    ['of its own page, by a browser that says less', { origin: 'https://gateway.test', host: 'gateway.test' }],
    ['that a person typed in', { 'sec-fetch-site': 'none' }],
  ])('a request %s is taken', async (_what, headers) => {
    const { ask, fetch } = gatewayWith({});
    expect(await ask({ query }, headers)).toMatchObject({ status: 200, data: name });
    expect((await fetch(get, { headers })).status).toBe(200);
  });

  test('an origin that is allowed may ask, and is told so before', async () => {
    const { fetch } = gatewayWith({ corsOrigins: ['https://dashboard.test'] });
    const preflight = await fetch('/graphql', {
      method: 'OPTIONS',
      headers: {
        ...other,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type,authorization',
      },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe('https://dashboard.test');
    expect(preflight.headers.get('access-control-allow-headers')).toContain('authorization');
    expect(preflight.headers.get('access-control-allow-credentials')).not.toBe('true');
    const response = await fetch('/graphql', post({ query }, { headers: other }));
    expect(response.headers.get('access-control-allow-origin')).toBe('https://dashboard.test');
    expect(response.headers.get('access-control-expose-headers')).toContain('retry-after');
    expect(await readAnswer(response)).toMatchObject({ status: 200, data: name });
  });

  test('others may not, and without any allowed no answer speaks of origins', async () => {
    const elsewhere = { origin: 'https://elsewhere.test', 'sec-fetch-site': 'cross-site' };
    const allowing = gatewayWith({ corsOrigins: ['https://dashboard.test'] });
    const refused = await allowing.fetch('/graphql', post({ query }, { headers: elsewhere }));
    expect(refused.status).toBe(403);
    expect(refused.headers.get('access-control-allow-origin')).not.toBe('https://elsewhere.test');
    const closed = await gatewayWith({}).fetch('/graphql', post({ query }, { headers: elsewhere }));
    expect(closed.headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('a hidden schema', () => {
  const hidden = () => gatewayWith({ introspection: false, graphiql: false });

  test('is not told', async () => {
    const { ask } = hidden();
    expect(await ask({ query: '{ __schema { description } }' })).toMatchObject({
      status: 400,
      codes: ['GRAPHQL_VALIDATION_FAILED'],
    });
    expect((await ask({ query: '{ __type(name: "User") { name } }' })).codes).toEqual(['GRAPHQL_VALIDATION_FAILED']);
    expect(await ask({ query: '{ __typename }' })).toMatchObject({ data: { __typename: 'Query' } });
  });

  test('is not guessed from what is nearly right', async () => {
    const { errors } = await hidden().ask({ query: '{ user(id: "User:1") { nam } }' });
    expect(errors[0]?.message).toBe('Cannot query field "nam" on type "User".');
  });

  test('has no GraphiQL', async () => {
    const response = await hidden().fetch('/graphql', { headers: { accept: 'text/html' } });
    expect(await response.text()).not.toContain('GraphiQL');
  });
});

describe('trusted documents', () => {
  const hashOf = (document: string) => createHash('sha256').update(document).digest('hex');
  const document = 'query Name($id: ID!) { user(id: $id) { name } }';
  const hash = hashOf(document);
  const trusted = { trustedDocuments: new Map([[hash, document]]), onlyTrusted: true };
  const variables = { id: 'User:1' };

  test('are taken by their hash, as documentId or as a persisted query, by POST or GET', async () => {
    const { ask, fetch } = gatewayWith(trusted);
    const persistedQuery = { version: 1, sha256Hash: hash };
    for (const body of [
      { documentId: hash, variables },
      { documentId: `sha256:${hash}`, variables },
      { extensions: { persistedQuery }, variables },
    ]) {
      expect(await ask(JSON.stringify(body))).toMatchObject({ status: 200, data: name });
    }
    const search = new URLSearchParams({ documentId: hash, variables: JSON.stringify(variables) });
    expect((await fetch(`/graphql?${search}`, {})).status).toBe(200);
  });

  test('and no others', async () => {
    const { ask } = gatewayWith(trusted);
    expect(await ask({ query })).toMatchObject({ status: 403, codes: ['FORBIDDEN'], data: undefined });
    expect(await ask(JSON.stringify({ query, documentId: hash }))).toMatchObject({ status: 403, codes: ['FORBIDDEN'] });
    expect(await ask(JSON.stringify({ documentId: hashOf(query) }))).toMatchObject({
      status: 400,
      codes: ['BAD_USER_INPUT'],
      errors: [{ message: expect.stringContaining('PersistedQueryNotFound') }],
    });
    for (const documentId of [undefined, null, 7, '', '__proto__', {}]) {
      expect((await ask(JSON.stringify({ documentId }))).codes).toEqual(['BAD_USER_INPUT']);
    }
  });

  test('beside others, unless no others are taken', async () => {
    const { ask } = gatewayWith({ ...trusted, onlyTrusted: false });
    expect(await ask({ query })).toMatchObject({ data: name });
    expect(await ask(JSON.stringify({ documentId: hash, variables }))).toMatchObject({ data: name });
    expect((await ask('{}')).codes).toEqual(['BAD_USER_INPUT']);
  });

  test('are read from a file, which is refused whole where a document does not fit its hash or the schema', async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'causeway-trusted-'));
    const file = join(folder.path, 'documents.json');
    const read = async (content: unknown) => {
      await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
      return readTrustedDocuments(file, schema);
    };
    expect([...(await read({ [`sha256:${hash}`]: document }))]).toEqual([[hash, document]]);
    const wrong = '{ usr { name } }';
    const broken = '{ user(';
    const fault: unknown = await read({
      ['0'.repeat(64)]: document,
      [hashOf(wrong)]: wrong,
      [hashOf(broken)]: broken,
    }).catch((error: unknown) => error);
    for (const part of [`SHA-256 is ${hash}`, 'Cannot query field "usr"', 'Syntax Error']) {
      expect(String(fault)).toContain(part);
    }
    await expect(read('[1]')).rejects.toThrow(/no JSON object/);
    await expect(readTrustedDocuments('/nowhere', schema)).rejects.toThrow(/cannot be read/);
  });
});

describe('each caller spends its own share of a minute', () => {
  const costly = '{ users(first: 500) { nodes { name country tier id } } }';
  const rateLimit = { costPerMinute: 40, trustedProxies: 1 };
  const byHeader: GatewayOptions['authenticate'] = async ({ headers }) =>
    createCaller(headers.get('who') ?? '', 'all', {});

  test('by cost, and is told how long to wait', async () => {
    const { ask, fetch } = gatewayWith({ rateLimit }, byHeader);
    const who = { who: 'a' };
    expect((await ask({ query: costly }, who)).status).toBe(200);
    const refused = await fetch('/graphql', post({ query: costly }, { headers: who }));
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    expect(await readAnswer(refused)).toMatchObject({ status: 429, codes: ['RATE_LIMITED'], data: undefined });
    // What was refused was not charged: small ones still pass.
    expect((await ask({ query }, who)).status).toBe(200);
    expect((await ask({ query: costly }, { who: 'b' })).status).toBe(200);
  });

  test('for the second run too, where an operation is explained', async () => {
    const { ask } = gatewayWith({ rateLimit }, byHeader);
    const who = { who: 'd' };
    const explained = JSON.stringify({ query: costly, extensions: { explain: true } });
    expect((await ask(explained, who)).codes).toEqual([]);
    // One run leaves room for this one, two do not.
    const half = '{ users(first: 400) { nodes { name country tier id } } }';
    expect((await ask({ query: half }, who)).codes).toEqual(['RATE_LIMITED']);
  });

  test('an operation that costs more than a share is let through, once', async () => {
    const { ask } = gatewayWith({ rateLimit: { ...rateLimit, costPerMinute: 5 } }, byHeader);
    expect((await ask({ query: costly }, { who: 'c' })).status).toBe(200);
    expect((await ask({ query }, { who: 'c' })).codes).toEqual(['RATE_LIMITED']);
  });

  test('anonymous ones by their address, which only a proxy of ours says', async () => {
    const { gateway } = gatewayWith({ rateLimit: { ...rateLimit, costPerMinute: 22 } });
    const server = await startHttp(gateway, { host: '127.0.0.1', port: 0, otherPort: false });
    try {
      const from = async (forwarded: string) => {
        const init = post({ query: costly }, { headers: { 'x-forwarded-for': forwarded } });
        return (await fetch(`http://127.0.0.1:${server.port}/graphql`, init)).status;
      };
      expect(await from('203.0.113.1')).toBe(200);
      expect(await from('198.51.100.7, 203.0.113.1')).toBe(429);
      expect(await from('203.0.113.2')).toBe(200);
    } finally {
      await server.stop(0);
    }
  });

  test.each([
    ['192.0.2.1', null, 0, '192.0.2.1'],
    ['192.0.2.1', '203.0.113.9', 0, '192.0.2.1'],
    ['192.0.2.1', '203.0.113.9', 1, '203.0.113.9'],
    ['192.0.2.1', '1.1.1.1, 203.0.113.9', 1, '203.0.113.9'],
    ['192.0.2.1', '1.1.1.1, 203.0.113.9, 192.0.2.7', 2, '203.0.113.9'],
    ['192.0.2.1', '203.0.113.9', 3, '203.0.113.9'],
    ['192.0.2.1', null, 2, '192.0.2.1'],
    ['192.0.2.1', ' , ', 1, '192.0.2.1'],
  ])('%s, forwarded for %s behind %i proxies, is %s', (connection, forwarded, proxies, address) => {
    expect(clientAddress(connection, forwarded, proxies)).toBe(address);
  });

  test.each([
    ['203.0.113.9', '203.0.113.9'],
    ['203.0.113.9:50123', '203.0.113.9'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['[2001:db8:1:2::9]:50123', '2001:db8:1:2'],
    ['[2001:db8:1:2::9]', '2001:db8:1:2'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:0DB8:1:2::9', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
    ['nonsense', 'nonsense'],
  ])('%s is of the network %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});
