import { createHash, createHmac } from 'node:crypto';
import type { Secret } from '../../secret.ts';
import type { ParsedToken } from './parse-token.ts';

/**
 * The signature that a token with these parts must carry, by the specification of AWS Signature Version 4 for a request that is
 * signed in its query: GET on the root of `https://<host>:<port>`, without a body, the host being its only header. Pure.
 */
export function signatureOf(token: Omit<ParsedToken, 'signature'>, secretAccessKey: Secret): string {
  const scope = `${token.day}/${token.region}/rds-db/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', token.signedAt, scope, sha256(canonicalRequest(token))].join('\n');
  const key = [token.day, token.region, 'rds-db', 'aws4_request'].reduce(
    hmac,
    Buffer.from(`AWS4${secretAccessKey.reveal()}`),
  );
  return hmac(key, toSign).toString('hex');
}

function canonicalRequest({ endpoint, signedQuery }: Pick<ParsedToken, 'endpoint' | 'signedQuery'>): string {
  const query = signedQuery
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map((pair) => pair.join('='))
    .join('&');
  return ['GET', '/', query, `host:${endpoint}`, '', 'host', sha256('')].join('\n');
}

/** Percent-encoding of RFC 3986: letters, digits and -._~ stand as they are, which encodeURIComponent exceeds by five. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
