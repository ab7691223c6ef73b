import { expect, it } from 'vitest';
import { tlsOptions } from '../../../src/connect/tls.ts';

const endpoint = { host: 'db.example', port: 5432 };

it('verifies chain and host against the RDS certificates', () => {
  const options = tlsOptions({ name: 'users', tls: { ca: 'rds' } }, endpoint);
  if (options === false) throw new Error('no TLS');
  expect(options.rejectUnauthorized).toBe(true);
  expect(options).not.toHaveProperty('checkServerIdentity');
  expect(String(options.ca)).toContain('-----BEGIN CERTIFICATE-----');
});

it('is off where the topology says so', () => {
  expect(tlsOptions({ name: 'users', tls: false }, endpoint)).toBe(false);
});

it.each([
  ['/nowhere/ca.pem', 'ENOENT'],
  [import.meta.filename, 'ERR_OSSL_PEM_NO_START_LINE'],
])('names cluster, key and file where there is no certificate: %s', (path, why) => {
  expect(() => tlsOptions({ name: 'users', tls: { ca: 'file', path } }, endpoint)).toThrow(
    `- clusters.users.tls.ca: found that no certificate can be read from ${path} (${why}); write the path of a PEM file`,
  );
});
