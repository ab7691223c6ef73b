import { inspect } from 'node:util';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { IamTokenError, tokenSigner } from '../../../src/connect/sign-token.ts';

const login = {
  endpoint: { host: 'db.example', port: 5433 },
  user: 'gateway',
  auth: { kind: 'iam', region: 'eu-west-1' },
} as const;

beforeEach(() => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret-example');
});

afterEach(() => {
  vi.unstubAllEnvs();
});

it('signs for host, port, user and region, for 15 minutes, without the secret key', async () => {
  const before = Date.now();
  const { token, endsAt } = await tokenSigner()(login);
  const url = new URL(`https://${token.reveal()}`);
  expect(url.host).toBe('db.example:5433');
  expect(Object.fromEntries(url.searchParams)).toMatchObject({
    Action: 'connect',
    DBUser: 'gateway',
    'X-Amz-Expires': '900',
    'X-Amz-Credential': expect.stringMatching(/^AKIDEXAMPLE\/\d{8}\/eu-west-1\/rds-db\/aws4_request$/),
  });
  expect(token.reveal()).not.toContain('secret-example');
  expect(endsAt - before).toBeGreaterThanOrEqual(900_000);
  expect(endsAt - before).toBeLessThan(910_000);
});

it('says that a token ends with the credentials that sign it', async () => {
  const expiration = new Date(Date.now() + 60_000);
  vi.stubEnv('AWS_SESSION_TOKEN', 'session-example');
  vi.stubEnv('AWS_CREDENTIAL_EXPIRATION', expiration.toISOString());
  const { token, endsAt } = await tokenSigner()(login);
  expect(endsAt).toBe(expiration.getTime());
  expect(new URL(`https://${token.reveal()}`).searchParams.get('X-Amz-Security-Token')).toBe('session-example');
});

it('says for whom it could not sign and where it looked, and nothing of the credentials', async () => {
  const credentialsFile = '/nowhere/credentials';
  const failure = tokenSigner()({ ...login, auth: { ...login.auth, credentialsFile } });
  await expect(failure).rejects.toThrow(IamTokenError);
  await expect(failure).rejects.toThrow(/user "gateway" at db\.example:5433: .*\/nowhere\/credentials/s);
  const error: unknown = await failure.catch((reason: unknown) => reason);
  expect(inspect(error, { depth: 9 })).not.toContain('secret-example');
});
