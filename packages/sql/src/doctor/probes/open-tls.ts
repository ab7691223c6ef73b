import { connect, isIP, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls, type DetailedPeerCertificate, type TLSSocket } from 'node:tls';
import { tlsOptions } from '../../connect/tls.ts';
import type { Place } from '../places.ts';
import { within } from '../within.ts';

/** A handshake that ended well: chain and name were verified. */
export type Handshake = {
  /** `TLSv1.3` or `TLSv1.2`. */
  readonly protocol: string;
  /** When the certificate ends, and when the first of those above it does; milliseconds since 1970. */
  readonly endsAt: number;
  readonly chainEndsAt: number;
  /** The common name of the authority at the chain's end. */
  readonly authority: string;
};

/** SSLRequest of PostgreSQL's protocol. */
const request = Buffer.from('0000000804d2162f', 'hex');

/**
 * Begins TLS with a server as the driver does, verified in full, and leaves before anybody signs in. Undefined where the topology wants
 * plain text; then only the connection is tried. Rejects with the errors of Node and OpenSSL, and with `NoAnswer`.
 */
export async function openTls({ cluster, endpoint }: Place, limitMs: number): Promise<Handshake | undefined> {
  const options = tlsOptions(cluster, endpoint);
  const { host, port } = endpoint.via ?? endpoint;
  const socket = connect({ host, port });
  try {
    return await within(limitMs, shakeHands(socket, options, host));
  } finally {
    socket.destroy();
  }
}

async function shakeHands(
  socket: Socket,
  options: false | ConnectionOptions,
  host: string,
): Promise<Handshake | undefined> {
  await eventOf(socket, 'connect');
  if (options === false) return undefined;
  socket.write(request);
  const answer = await new Promise<Buffer>((resolve, reject) => {
    socket.once('data', resolve);
    socket.once('error', reject);
    socket.once('end', () => reject(new Error('the server closed the connection when it was asked for TLS')));
  });
  if (answer.toString('latin1', 0, 1) !== 'S') throw new Error('the server does not speak TLS');
  const servername = isIP(host) === 0 ? { servername: host } : {};
  const secured = connectTls({ socket, host, ...servername, ...options });
  await eventOf(secured, 'secureConnect');
  return describe(secured);
}

function eventOf(socket: Socket, event: 'connect' | 'secureConnect'): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once(event, () => resolve());
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('the server closed the connection during the handshake')));
  });
}

function describe(secured: TLSSocket): Handshake {
  const chain: DetailedPeerCertificate[] = [];
  let next: DetailedPeerCertificate | undefined = secured.getPeerCertificate(true);
  while (next !== undefined && !chain.some(({ fingerprint256 }) => fingerprint256 === next?.fingerprint256)) {
    chain.push(next);
    next = next.issuerCertificate;
  }
  const ends = chain.map(({ valid_to }) => Date.parse(valid_to));
  const name = chain.at(-1)?.subject.CN;
  return {
    protocol: secured.getProtocol() ?? 'unknown',
    endsAt: ends[0] ?? Number.NaN,
    chainEndsAt: Math.min(...ends),
    authority: Array.isArray(name) ? name.join(', ') : (name ?? 'an authority without a name'),
  };
}
