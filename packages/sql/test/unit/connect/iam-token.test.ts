import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { iamToken } from '../../../src/connect/iam-token.ts';

beforeEach(() => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret-example');
});

afterEach(() => {
  vi.unstubAllEnvs();
});

it('signs for host, port, user and region, for 15 minutes, without the secret key', async () => {
  const sign = iamToken({ endpoint: { host: 'db.example', port: 5433 }, user: 'gateway', region: 'eu-west-1' });
  const token = await sign();
  const url = new URL(`https://${token}`);
  expect(url.host).toBe('db.example:5433');
  expect(Object.fromEntries(url.searchParams)).toMatchObject({
    Action: 'connect',
    DBUser: 'gateway',
    'X-Amz-Expires': '900',
    'X-Amz-Credential': expect.stringMatching(/^AKIDEXAMPLE\/\d{8}\/eu-west-1\/rds-db\/aws4_request$/),
  });
  expect(token).not.toContain('secret-example');
});
