import { expect, it } from 'vitest';
import { tlsOptions } from '../../../src/connect/tls.ts';

const endpoint = { host: 'db.example', port: 5432 };

it('verifies chain and host against the RDS certificates', () => {
  const options = tlsOptions({ ca: 'rds' }, endpoint);
  if (options === false) throw new Error('no TLS');
  expect(options.rejectUnauthorized).toBe(true);
  expect(options).not.toHaveProperty('checkServerIdentity');
  expect(String(options.ca)).toContain('-----BEGIN CERTIFICATE-----');
});

it('is off where the topology says so', () => {
  expect(tlsOptions(false, endpoint)).toBe(false);
});

it('names a CA file that is missing', () => {
  expect(() => tlsOptions({ ca: 'file', path: '/nowhere/ca.pem' }, endpoint)).toThrow(/ENOENT.*\/nowhere\/ca\.pem/);
});
