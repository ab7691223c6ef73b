import type { Socket } from 'node:net';
import { type SecureContext, TLSSocket } from 'node:tls';
import { nextEvent, readExactly } from './read-exactly.ts';
import { lengthBytes, packetLength, parseStartupPacket, type StartupPacket } from './startup-packet.ts';

/** A connection once its first packets are read. */
export type Negotiated = {
  /** What the client speaks through from now on: the socket itself, or TLS over it. */
  readonly stream: Socket;
  /** `TLSv1.3` or `TLSv1.2`; undefined for plain text. */
  readonly tls: string | undefined;
  readonly packet: Extract<StartupPacket, { kind: 'startup' | 'cancel' | 'malformed' }>;
};

/**
 * Answers the client's questions about encryption until it says what it wants. Undefined where it leaves, sends what is no
 * startup packet at all, or `signal` is aborted: PostgreSQL then closes the connection without a word.
 */
export async function negotiate(
  socket: Socket,
  context: SecureContext,
  signal: AbortSignal,
): Promise<Negotiated | undefined> {
  let stream = socket;
  let tls: string | undefined;
  let requests = 0;
  for (;;) {
    const packet = await readPacket(stream, signal);
    if (packet === undefined) return undefined;
    if (packet.kind !== 'tls-request' && packet.kind !== 'gss-request') return { stream, tls, packet };
    requests += 1;
    if (tls !== undefined || requests > 2) {
      return { stream, tls, packet: { kind: 'malformed', because: 'encryption was asked for twice' } };
    }
    // What was sent before encryption began would be taken for a part of the encrypted session: somebody else may have sent it.
    if (stream.readableLength > 0) {
      return { stream, tls, packet: { kind: 'malformed', because: 'received unencrypted data after SSL request' } };
    }
    if (packet.kind === 'gss-request') {
      stream.write('N');
      continue;
    }
    const secured = await startTls(socket, context, signal);
    if (secured === undefined) return undefined;
    stream = secured;
    tls = secured.getProtocol() ?? undefined;
  }
}

async function readPacket(stream: Socket, signal: AbortSignal): Promise<StartupPacket | undefined> {
  const head = await readExactly(stream, lengthBytes, signal);
  const length = head === undefined ? undefined : packetLength(head);
  if (head === undefined || length === undefined) return undefined;
  const body = await readExactly(stream, length - lengthBytes, signal);
  return body === undefined ? undefined : parseStartupPacket(Buffer.concat([head, body]));
}

async function startTls(
  socket: Socket,
  secureContext: SecureContext,
  signal: AbortSignal,
): Promise<TLSSocket | undefined> {
  socket.write('S');
  const secured = new TLSSocket(socket, { isServer: true, secureContext });
  // A handshake that fails closes the connection, which is all there is to do about it.
  secured.on('error', () => {});
  await nextEvent(secured, ['secure', 'close'], signal);
  if (secured.destroyed || signal.aborted) {
    secured.destroy();
    return undefined;
  }
  return secured;
}
