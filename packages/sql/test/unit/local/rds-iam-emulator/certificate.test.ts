import { X509Certificate } from 'node:crypto';
import { expect, it } from 'vitest';
import { makeAuthority } from '../../../../src/local/rds-iam-emulator/certificate.ts';

it('issues certificates that name one host, an address or a name, and hold by their own authority alone', async () => {
  const [authority, other] = await Promise.all([makeAuthority(), makeAuthority()]);
  const root = new X509Certificate(authority.certificate);
  const address = new X509Certificate((await authority.issue('127.0.0.1')).certificate);
  const name = new X509Certificate((await authority.issue('db.example')).certificate);
  expect(root.ca).toBe(true);
  expect(address.ca).toBe(false);
  expect(address.checkIP('127.0.0.1')).toBe('127.0.0.1');
  expect(address.checkIP('127.0.0.2')).toBeUndefined();
  expect(name.checkHost('db.example')).toBe('db.example');
  expect(address.checkIssued(root) && address.verify(root.publicKey)).toBe(true);
  expect(address.verify(new X509Certificate(other.certificate).publicKey)).toBe(false);
});
