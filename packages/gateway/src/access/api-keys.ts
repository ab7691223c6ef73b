import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type Caller, createCaller } from '@causeway/schema';
import { z } from 'zod';
import { refusedCredentials } from './credentials.ts';
import type { RowClaims } from './row-claims.ts';

/** What the gateway holds of an API key: nothing that would let anybody in. */
export type ApiKey = {
  readonly name: string;
  /** Of the whole key: SHA-256, base64url. Keys are random and long, so that a slow hash would add nothing. */
  readonly hash: string;
  readonly scopes: readonly string[];
  readonly claims: RowClaims;
  /** An instant after which the key is refused. */
  readonly expires?: string | undefined;
};

/** How every key begins: scanners of repositories and logs find what looks like one. */
const PREFIX = 'causeway_';
const NAME = /^[a-z0-9][a-z0-9-]{0,39}$/;
const KEY = /^causeway_([a-z0-9][a-z0-9-]{0,39})_[\w-]{43}$/;

/** Whether credentials are meant as an API key. */
export function isApiKey(bearer: string): boolean {
  return bearer.startsWith(PREFIX);
}

/** A name that a key may have. */
export function isKeyName(name: string): boolean {
  return NAME.test(name);
}

/** Makes a key, 256 random bits, and its hash. The key is shown to whoever asked for it and is kept nowhere. */
export function makeApiKey(name: string): { readonly key: string; readonly hash: string } {
  const key = `${PREFIX}${name}_${randomBytes(32).toString('base64url')}`;
  return { key, hash: hashOf(key).toString('base64url') };
}

/** Says whose a key is. @throws UNAUTHENTICATED */
export function createCheckApiKey(keys: readonly ApiKey[]): (key: string) => Caller {
  const known = new Map(
    keys.map(({ name, hash, scopes, claims, expires }) => [
      name,
      {
        hash: Buffer.from(hash, 'base64url'),
        caller: createCaller(`key:${name}`, scopes, claims),
        ends: expires === undefined ? Number.POSITIVE_INFINITY : Date.parse(expires),
      },
    ]),
  );
  const nobody = { hash: randomBytes(32), caller: undefined, ends: 0 };
  return (key) => {
    const [, name = ''] = KEY.exec(key) ?? [];
    // Compared in constant time, and as long for a name that nobody has.
    const { hash, caller, ends } = known.get(name) ?? nobody;
    if (!timingSafeEqual(hashOf(key), hash) || caller === undefined)
      throw refusedCredentials('The API key is not valid');
    if (Date.now() >= ends) throw refusedCredentials('The API key has expired; ask for a new one');
    return caller;
  };
}

function hashOf(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

/** A file of API keys cannot be taken; the message names every fault. */
export class ApiKeysError extends Error {
  override readonly name = 'ApiKeysError';
}

/** Reads a file of API keys, `{"keys": […]}`. `rowClaims`: the claims that a key may be restricted by. */
export async function readApiKeys(file: string, rowClaims: readonly string[]): Promise<readonly ApiKey[]> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new ApiKeysError(`The file of API keys cannot be read: ${file}`, { cause });
  });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new ApiKeysError(`The file of API keys is no JSON: ${file}`, { cause });
  }
  const { data, error } = fileShape(rowClaims).safeParse(json);
  if (data !== undefined) return data.keys;
  const faults = error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`);
  throw new ApiKeysError([`The file of API keys has faults: ${file}`, ...faults].join('\n'));
}

function fileShape(rowClaims: readonly string[]) {
  const texts = z.array(z.string().min(1));
  const claims = z.strictObject(Object.fromEntries(rowClaims.map((claim) => [claim, z.array(z.string()).optional()])));
  const key = z.strictObject({
    name: z.string().regex(NAME, 'small letters, digits and hyphens, at most 40'),
    hash: z.string().regex(/^[\w-]{43}$/, 'the hash that `causeway api-key` printed'),
    scopes: texts.default([]),
    claims: claims.default({}).transform(givenOf),
    expires: z.iso.datetime({ offset: true, message: 'an instant like 2027-01-01T00:00:00Z' }).optional(),
  });
  return z.strictObject({
    keys: z
      .array(key)
      .refine((keys) => new Set(keys.map(({ name }) => name)).size === keys.length, 'two keys have the same name'),
  });
}

function givenOf(claims: Readonly<Record<string, string[] | undefined>>): RowClaims {
  return Object.fromEntries(
    Object.entries(claims).flatMap(([claim, values]) => (values === undefined ? [] : [[claim, values] as const])),
  );
}
