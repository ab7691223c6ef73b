import { setTimeout as sleep } from 'node:timers/promises';
import { CompactSign, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeApiKey } from '../../../src/access/api-keys.ts';
import { createAuthenticate } from '../../../src/access/create-authenticate.ts';
import { usualTimes } from '../../../src/access/token-keys.ts';
import type { LogEvent } from '../../../src/server/log.ts';
import { createGatewayWorld, type GatewayWorld } from '../../support/gateway-world.ts';
import { type Claims, type IdentityProvider, startIdentityProvider } from '../../support/identity-provider.ts';
import { post, readAnswer } from '../../support/post.ts';

const reports = makeApiKey('reports');
const old = makeApiKey('old');
const unlisted = makeApiKey('reports');

let identity: IdentityProvider;
let world: GatewayWorld;
beforeAll(async () => {
  identity = await startIdentityProvider();
  const { issuer, audience, keysUrl: url } = identity;
  const apiKeys = [
    { name: 'reports', hash: reports.hash, scopes: ['users:pii'], claims: {} },
    { name: 'old', hash: old.hash, scopes: [], claims: {}, expires: '2020-01-01T00:00:00Z' },
  ];
  const tokens = { issuer, audience: [audience], keys: { url } };
  const authenticate = createAuthenticate({ tokens, apiKeys }, () => {});
  world = await createGatewayWorld('sample', { authenticate });
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await identity[Symbol.asyncDispose]();
});

const query = '{ user(id: "User:1") { id } }';

async function ask(authorization: string | undefined) {
  const headers = authorization === undefined ? {} : { authorization };
  const response = await world.fetch('/graphql', post({ query }, { headers }));
  return { ...(await readAnswer(response)), challenge: response.headers.get('www-authenticate') };
}

const askWith = async (claims: Claims) => ask(`Bearer ${await identity.token(claims)}`);
const seconds = (from: number) => Math.floor(Date.now() / 1000) + from;

describe('whoever shows a valid token or key is answered', () => {
  test('a token', async () => {
    expect(await askWith({})).toMatchObject({ status: 200, data: { user: { id: 'User:1' } }, codes: [] });
  });

  test('a token for several audiences, of a clock that is a little ahead', async () => {
    expect((await askWith({ aud: ['other', 'causeway'], nbf: seconds(20) })).status).toBe(200);
  });

  test('an API key', async () => {
    expect(await ask(`Bearer ${reports.key}`)).toMatchObject({ status: 200, codes: [] });
  });
});

describe('anybody else is UNAUTHENTICATED, with a challenge', () => {
  const expectRefused = (answer: Awaited<ReturnType<typeof ask>>, message: RegExp) => {
    expect(answer).toMatchObject({ status: 401, data: undefined, codes: ['UNAUTHENTICATED'] });
    expect(answer.errors[0]?.message).toMatch(message);
    expect(answer.challenge).toMatch(/^Bearer realm="causeway"/);
  };

  test('without credentials', async () => {
    const answer = await ask(undefined);
    expectRefused(answer, /Send credentials/);
    expect(answer.challenge).not.toContain('invalid_token');
  });

  test.each<readonly [string, Claims, RegExp]>([
    ['that has expired', { exp: seconds(-60) }, /has expired/],
    ['that is not valid yet', { nbf: seconds(120) }, /"nbf"/],
    ['of another issuer', { iss: 'https://elsewhere.test/' }, /"iss"/],
    ['for another audience', { aud: 'elsewhere' }, /"aud"/],
    ['without an end', { exp: undefined }, /"exp"/],
    ['of nobody', { sub: undefined }, /"sub"/],
    ['of somebody without a name', { sub: '' }, /"sub"/],
    ['of somebody whose name is no text', { sub: { name: 'x' } }, /"sub"/],
    ['whose claim for row rules is no list of texts', { countries: [1] }, /"countries"/],
    ['whose claim for row rules is null', { countries: null }, /"countries"/],
    ['whose scopes are no texts', { scope: { all: true } }, /scopes/],
  ])('with a token %s', async (_what, claims, message) => {
    expectRefused(await askWith(claims), message);
  });

  test('with a token that somebody else signed, or nobody, or with a secret that is a public key', async () => {
    expectRefused(await ask(`Bearer ${await identity.forgedToken()}`), /cannot be verified/);
    const claims = { iss: identity.issuer, aud: identity.audience, sub: 'x', exp: seconds(60) };
    expectRefused(await ask(`Bearer ${new UnsecuredJWT(claims).encode()}`), /The token/);
    const keys = new TextEncoder().encode(JSON.stringify((await (await fetch(identity.keysUrl)).json()).keys[0]));
    const confused = await new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
      .setProtectedHeader({ alg: 'HS256', kid: 'first' })
      .sign(keys);
    expectRefused(await ask(`Bearer ${confused}`), /algorithm/);
  });

  test.each([
    ['Basic dXNlcjpwYXNz', /send Bearer/],
    ['Bearer', /send Bearer/],
    ['Bearer a b', /send Bearer/],
    ['Bearer nonsense', /cannot be verified/],
    ['Bearer a.b.c', /cannot be verified/],
    [`Bearer ${old.key}`, /expired/],
    [`Bearer ${unlisted.key}`, /not valid/],
    [`Bearer ${reports.key.slice(0, -1)}`, /not valid/],
    ['Bearer causeway_nobody_0123456789012345678901234567890123456789012', /not valid/],
    ['Bearer causeway_', /not valid/],
  ])('with %s', async (authorization, message) => {
    expectRefused(await ask(authorization), message);
  });

  test('before the body is looked at', async () => {
    const response = await world.fetch('/graphql', {
      method: 'POST',
      body: 'x',
      headers: { 'content-type': 'text/plain' },
    });
    expect(response.status).toBe(401);
  });

  test('and nothing of it is logged: it is no fault of ours', () => {
    expect(world.logged).toEqual([]);
  });
});

describe('the keys of tokens', () => {
  const times = { ...usualTimes, timeout: 200, cooldown: 100, retry: 100 };

  async function withOwn(options: Partial<typeof times> = {}) {
    const own = await startIdentityProvider();
    const logged: LogEvent[] = [];
    const authenticate = createAuthenticate(
      {
        tokens: {
          issuer: own.issuer,
          audience: [own.audience],
          keys: { url: own.keysUrl },
          times: { ...times, ...options },
        },
      },
      (event) => logged.push(event),
    );
    const codeOf = async (token: string) => {
      const headers = { authorization: `Bearer ${token}` };
      const answer = await authenticate(new Request('http://gateway.test/graphql', { headers })).catch(
        (error) => error,
      );
      return answer instanceof Error ? Reflect.get(answer, 'extensions').code : answer.name;
    };
    return { own, logged, codeOf, [Symbol.asyncDispose]: () => own[Symbol.asyncDispose]() };
  }

  test('are asked for once, whoever comes; again for a key that is not known, and not for each such token', async () => {
    await using world = await withOwn();
    const { own, codeOf } = world;
    const token = await own.token();
    expect(await Promise.all([codeOf(token), codeOf(token), codeOf(token)])).toEqual(Array(3).fill('token:somebody'));
    expect(own.asked()).toBe(1);
    await own.rotate();
    await sleep(150);
    const rotated = await own.token();
    expect(await codeOf(rotated)).toBe('token:somebody');
    expect(await codeOf(token)).toBe('token:somebody');
    expect(own.asked()).toBe(2);
    await own.rotate();
    const unknown = await own.token();
    expect(await Promise.all([codeOf(unknown), codeOf(unknown)])).toEqual(Array(2).fill('UNAUTHENTICATED'));
    expect(own.asked()).toBe(2);
  });

  test.each(['failing', 'silent'] as const)(
    'that cannot be had (%s) make it OVERLOADED, until they can',
    async (how) => {
      // Long enough that a busy machine asks twice within it.
      await using world = await withOwn({ retry: 1_000 });
      const { own, codeOf, logged } = world;
      own.behave(how);
      const token = await own.token();
      expect(await codeOf(token)).toBe('OVERLOADED');
      expect(await codeOf(token)).toBe('OVERLOADED');
      expect(own.asked()).toBe(1);
      own.behave('well');
      await sleep(1_100);
      expect(await codeOf(token)).toBe('token:somebody');
      expect(logged.map(({ level }) => level)).toEqual(['error', 'info']);
    },
  );

  test('serve on while new ones cannot be had; a token that they do not fit is judged later', async () => {
    await using world = await withOwn({ fresh: 100 });
    const { own, codeOf, logged } = world;
    const token = await own.token();
    expect(await codeOf(token)).toBe('token:somebody');
    own.behave('failing');
    await own.rotate();
    const rotated = await own.token();
    await sleep(150);
    expect(await codeOf(token)).toBe('token:somebody');
    expect(await codeOf(rotated)).toBe('OVERLOADED');
    expect(await codeOf(await own.forgedToken())).toBe('UNAUTHENTICATED');
    own.behave('well');
    await sleep(150);
    expect(await codeOf(rotated)).toBe('token:somebody');
    expect(logged.map(({ level }) => level)).toEqual(['error', 'info']);
  });

  test('serve for so long and no longer', async () => {
    await using world = await withOwn({ fresh: 50, stale: 200 });
    const { own, codeOf } = world;
    const token = await own.token();
    expect(await codeOf(token)).toBe('token:somebody');
    own.behave('failing');
    await sleep(300);
    expect(await codeOf(token)).toBe('OVERLOADED');
  });
});
