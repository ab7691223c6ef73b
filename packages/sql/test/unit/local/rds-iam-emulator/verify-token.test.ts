import { createHash, createHmac } from 'node:crypto';
import { Signer } from '@aws-sdk/rds-signer';
import { SignatureV4 } from '@smithy/signature-v4';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { findTokenFault, type TokenRules } from '../../../../src/local/rds-iam-emulator/verify-token.ts';
import { Secret } from '../../../../src/secret.ts';

const signedAt = Date.parse('2026-11-24T10:00:00Z');
const minute = 60_000;
const endpoint = { host: 'users.cluster-x.eu-west-1.rds.amazonaws.com', port: 5432 };
const region = 'eu-west-1';
const permanent = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalr/XUtnFEMI+K7MDENG' };
const temporary = { accessKeyId: 'ASIDEXAMPLE', secretAccessKey: 'other', sessionToken: 'IQoJ//+b3Jp=Z2lu==' };

const rules: TokenRules = {
  endpoint,
  region,
  user: 'gateway',
  now: signedAt + minute,
  findCredentials: (id) =>
    new Map([
      [permanent.accessKeyId, { secretAccessKey: new Secret(permanent.secretAccessKey) }],
      [
        temporary.accessKeyId,
        {
          secretAccessKey: new Secret(temporary.secretAccessKey),
          sessionToken: new Secret(temporary.sessionToken),
          expiresAt: signedAt + 10 * minute,
        },
      ],
    ]).get(id),
};

/** A token as the SDK signs it at the moment `signedAt`. */
function sign(changes: Partial<ConstructorParameters<typeof Signer>[0]> = {}): Promise<string> {
  const { host: hostname, port } = endpoint;
  return new Signer({ hostname, port, region, username: 'gateway', credentials: permanent, ...changes }).getAuthToken();
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: signedAt });
});

afterEach(() => {
  vi.useRealTimers();
});

describe('a token that the SDK signed', () => {
  it.each(['gateway', 'fdw reader', "o'neil+(x)*!~/ü"])('holds for the user "%s"', async (username) => {
    expect(findTokenFault(await sign({ username }), { ...rules, user: username })).toBeUndefined();
  });

  it('holds from temporary credentials too', async () => {
    expect(findTokenFault(await sign({ credentials: temporary }), rules)).toBeUndefined();
  });

  it('holds for 15 minutes, and from a clock that is five minutes ahead', async () => {
    const token = await sign();
    const at = (now: number) => findTokenFault(token, { ...rules, now });
    expect(at(signedAt + 15 * minute - 1)).toBeUndefined();
    expect(at(signedAt + 15 * minute)).toBe('expired');
    expect(at(signedAt - 5 * minute)).toBeUndefined();
    expect(at(signedAt - 5 * minute - 1)).toBe('not yet valid');
  });

  it('ends with the credentials that signed it', async () => {
    const token = await sign({ credentials: temporary });
    expect(findTokenFault(token, { ...rules, now: signedAt + 10 * minute })).toBe('signing credentials expired');
  });

  it.each<[string, Parameters<typeof sign>[0], string]>([
    ['another host', { hostname: 'orders.example' }, 'signed for another host or port'],
    ['another port', { port: 5433 }, 'signed for another host or port'],
    ['another region', { region: 'us-east-1' }, 'signed for another region'],
    ['another user', { username: 'postgres' }, 'signed for another user'],
    ['an unknown key', { credentials: { ...permanent, accessKeyId: 'AKIDOTHER' } }, 'unknown access key'],
    ['a wrong secret', { credentials: { ...permanent, secretAccessKey: 'guessed' } }, 'wrong signature'],
    [
      'temporary credentials without their session token',
      { credentials: { accessKeyId: temporary.accessKeyId, secretAccessKey: temporary.secretAccessKey } },
      'session token missing or wrong',
    ],
    [
      'a session token that was not given out',
      { credentials: { ...temporary, sessionToken: 'guessed' } },
      'session token missing or wrong',
    ],
  ])('is refused where it is of %s', async (_, changes, fault) => {
    expect(findTokenFault(await sign(changes), rules)).toBe(fault);
  });

  it('is refused where anything in it was changed', async () => {
    const token = await sign();
    expect(findTokenFault(token.replace('X-Amz-Date=20261124T100000Z', 'X-Amz-Date=20261124T100100Z'), rules)).toBe(
      'wrong signature',
    );
    expect(findTokenFault(`${token}&Extra=1`, rules)).toBe('wrong signature');
    expect(findTokenFault(token.replace('X-Amz-Expires=900', 'X-Amz-Expires=90'), rules)).toBe('wrong signature');
  });

  it.each([
    ['twice the same parameter', (token: string) => `${token}&DBUser=gateway`],
    ['a life of a day', (token: string) => token.replace('X-Amz-Expires=900', 'X-Amz-Expires=86400')],
    ['another action', (token: string) => token.replace('Action=connect', 'Action=delete')],
    ['another service', (token: string) => token.replace('rds-db', 's3')],
    ['a day that is not its date', (token: string) => token.replace('T100000Z', 'T250000Z')],
    ['a scheme', (token: string) => `https://${token}`],
    ['a password', () => 'hunter2'],
    ['nothing', () => ''],
  ])('is no token with: %s', async (_, change) => {
    expect(findTokenFault(change(await sign()), rules)).toBe('not a token');
  });
});

it('holds where the library that AWS signs all requests with made it, its query in any order', async () => {
  const signer = new SignatureV4({ service: 'rds-db', region, credentials: permanent, sha256: Sha256 });
  const host = `${endpoint.host}:${endpoint.port}`;
  const { query = {} } = await signer.presign(
    {
      method: 'GET',
      protocol: 'https:',
      hostname: endpoint.host,
      path: '/',
      headers: { host },
      query: { DBUser: 'gateway', Action: 'connect' },
    },
    { expiresIn: 900 },
  );
  const text = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`);
  expect(findTokenFault(`${host}/?${text.toReversed().join('&')}`, rules)).toBeUndefined();
});

/** Node's hash in the shape that the library asks for. */
class Sha256 {
  readonly #hash;

  constructor(secret?: ConstructorParameters<typeof URL>[0] | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', toBytes(secret));
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(toBytes(data));
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {}
}

function toBytes(data: string | URL | ArrayBuffer | ArrayBufferView): Buffer {
  if (ArrayBuffer.isView(data)) return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  return data instanceof ArrayBuffer ? Buffer.from(data) : Buffer.from(String(data));
}
