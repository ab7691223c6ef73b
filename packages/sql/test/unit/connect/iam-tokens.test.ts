import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { iamTokens } from '../../../src/connect/iam-tokens.ts';
import type { SignToken } from '../../../src/connect/sign-token.ts';
import { Secret } from '../../../src/secret.ts';

const minute = 60_000;
const login = {
  endpoint: { host: 'db.example', port: 5432 },
  user: 'gateway',
  auth: { kind: 'iam', region: 'eu-west-1' },
} as const;

/** A cache with a clock that is moved by hand, over signatures that are numbered and end 15 minutes on unless told. */
function world({ random = 0, credentialsEnd = Number.POSITIVE_INFINITY } = {}) {
  const clock = { now: 1_000_000 };
  let count = 0;
  const sign: SignToken = async ({ user }) => {
    count += 1;
    const token = new Secret(`token ${count} of ${user}`);
    return { token, endsAt: Math.min(clock.now + 15 * minute, credentialsEnd) };
  };
  return { clock, signed: () => count, tokens: iamTokens({ sign, now: () => clock.now, random: () => random }) };
}

it('signs one token for five hundred connections that open at once', async () => {
  const { tokens, signed } = world();
  const given = await Promise.all(Array.from({ length: 500 }, () => tokens.current(login)));
  expect(new Set(given).size).toBe(1);
  expect(signed()).toBe(1);
});

it('uses a token for ten minutes, then signs another', async () => {
  const { clock, tokens } = world();
  expect(await tokens.current(login)).toBe('token 1 of gateway');
  clock.now += 10 * minute - 1;
  expect(await tokens.current(login)).toBe('token 1 of gateway');
  clock.now += 1;
  expect(await tokens.current(login)).toBe('token 2 of gateway');
});

it('ends the reuse earlier by chance, by a tenth at most', async () => {
  const { clock, tokens } = world({ random: 1 });
  await tokens.current(login);
  clock.now += 9 * minute - 1;
  expect(await tokens.current(login)).toBe('token 1 of gateway');
  clock.now += 1;
  expect(await tokens.current(login)).toBe('token 2 of gateway');
});

it('leaves five minutes before the end of the credentials too, and keeps nothing within them', async () => {
  const { clock, tokens, signed } = world({ credentialsEnd: 1_000_000 + 7 * minute });
  await tokens.current(login);
  clock.now += 2 * minute - 1;
  await tokens.current(login);
  expect(signed()).toBe(1);
  clock.now += 1;
  await tokens.current(login);
  await tokens.current(login);
  expect(signed()).toBe(3);
});

it.each([
  ['host', { ...login, endpoint: { ...login.endpoint, host: 'other.example' } }],
  ['port', { ...login, endpoint: { ...login.endpoint, port: 5433 } }],
  ['user', { ...login, user: 'admin' }],
  ['region', { ...login, auth: { ...login.auth, region: 'us-east-1' } }],
  ['credentials', { ...login, auth: { ...login.auth, credentialsFile: '/other' } }],
])('signs another token for another %s', async (_, other) => {
  const { tokens, signed } = world();
  await tokens.current(login);
  await tokens.current(other);
  expect(signed()).toBe(2);
});

it('signs anew for whoever keeps the token', async () => {
  const { tokens } = world();
  await tokens.current(login);
  expect((await tokens.fresh(login)).token.reveal()).toBe('token 2 of gateway');
});

it('forgets a failure: all who waited meet it, the next caller does not', async () => {
  let attempts = 0;
  const sign: SignToken = async () => {
    attempts += 1;
    if (attempts === 1) throw new Error('no credentials yet');
    return { token: new Secret('a token'), endsAt: Number.POSITIVE_INFINITY };
  };
  const tokens = iamTokens({ sign });
  const failed = await Promise.allSettled([tokens.current(login), tokens.current(login)]);
  expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await tokens.current(login)).toBe('a token');
  expect(attempts).toBe(2);
});

it('uses the last token where no new one can be signed, until a minute before its end', async () => {
  const clock = { now: 1_000_000 };
  let fails = false;
  const sign: SignToken = async () => {
    if (fails) throw new Error('no credentials');
    return { token: new Secret('the last'), endsAt: clock.now + 15 * minute };
  };
  const tokens = iamTokens({ sign, now: () => clock.now, random: () => 0 });
  await tokens.current(login);
  fails = true;
  await expect(tokens.fresh(login)).rejects.toThrow('no credentials');
  clock.now += 14 * minute - 1;
  expect(await tokens.current(login)).toBe('the last');
  clock.now += 1;
  await expect(tokens.current(login)).rejects.toThrow('no credentials');
  fails = false;
  expect(await tokens.current(login)).toBe('the last');
  expect(tokens.readings()).toMatchObject([{ user: 'gateway', failures: 3, ageSeconds: 0 }]);
});

it('lets nobody wait for a token that another wants to be new', async () => {
  let count = 0;
  const never = new Promise<never>(() => {});
  const sign: SignToken = async () => {
    count += 1;
    return count === 1 ? { token: new Secret('the first'), endsAt: Date.now() + 15 * minute } : await never;
  };
  const tokens = iamTokens({ sign });
  await tokens.current(login);
  void tokens.fresh(login);
  expect(await tokens.current(login)).toBe('the first');
});

it('shows no token when printed', async () => {
  const { tokens } = world();
  await tokens.current(login);
  expect(inspect([tokens, await tokens.fresh(login)], { depth: 9, showHidden: true })).not.toContain('of gateway');
});

it('tells how old the newest token is, and how often signing failed', async () => {
  const { clock, tokens } = world();
  expect(tokens.readings()).toEqual([]);
  await tokens.current(login);
  clock.now += 4 * minute;
  const reading = { user: 'gateway', host: 'db.example' };
  expect(tokens.readings()).toEqual([{ ...reading, ageSeconds: 240, failures: 0 }]);

  const failing = iamTokens({ sign: async () => Promise.reject(new Error('no credentials')) });
  await expect(failing.current(login)).rejects.toThrow('no credentials');
  await expect(failing.current(login)).rejects.toThrow('no credentials');
  expect(failing.readings()).toEqual([{ ...reading, ageSeconds: undefined, failures: 2 }]);
});
