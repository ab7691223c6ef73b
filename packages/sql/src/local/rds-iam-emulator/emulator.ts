import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { createSecureContext, type SecureContext } from 'node:tls';
import type { Endpoint } from '../../topology/topology.ts';
import type { ServerCertificate } from './certificate.ts';
import { rateLimit } from './rate-limit.ts';
import { type SessionRules, serveClient } from './serve-client.ts';

/** What an emulator stands in front of and what it accepts. */
export type EmulatorOptions = Omit<SessionRules, 'endpoint' | 'context' | 'limit' | 'partingMs'> & {
  /** The address to listen on. */
  readonly host: string;
  /** The host name that tokens must be signed for, and that the certificate bears; the address where absent. */
  readonly name?: string;
  /** Another is taken where this one is in use. */
  readonly wishedPort: number;
  readonly certificate: ServerCertificate;
  /** New sign-ins by token that are let through in a second; 200 by default, where RDS begins to refuse them. */
  readonly signInsPerSecond?: number;
  /** How long a client may take none of its last bytes once the server has closed, in milliseconds; 60,000 by default. */
  readonly partingMs?: number;
};

/** A running emulator. Disposing breaks what still runs through it. */
export type RdsIamEmulator = AsyncDisposable & {
  /** What tokens are signed for and, where that is a name, the address to dial. */
  readonly endpoint: Endpoint;
  /** Another certificate for who connects from now on, as RDS renews its own: sessions that are open stay. */
  useCertificate(certificate: ServerCertificate): void;
};

/**
 * Puts a real server behind what RDS puts in front of its own: TLS only, and tokens for the users that hold `rds_iam`. Other users
 * sign in to the server itself with their passwords. After the sign-in bytes pass unread.
 */
export async function startRdsIamEmulator(options: EmulatorOptions): Promise<RdsIamEmulator> {
  const { host, name = host, wishedPort, certificate, signInsPerSecond = 200, partingMs = 60_000, ...rules } = options;
  const server = createServer({ allowHalfOpen: true, noDelay: true, keepAlive: true, keepAliveInitialDelay: 60_000 });
  const port = (await listen(server, host, wishedPort)) ?? (await listen(server, host, 0));
  if (port === undefined) throw new Error(`No port of ${host} can be listened on.`);
  const session: SessionRules & { context: SecureContext } = {
    ...rules,
    endpoint: { host: name, port },
    context: contextOf(certificate),
    limit: rateLimit(signInsPerSecond),
    partingMs,
  };
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => sockets.delete(socket));
    void serveClient(socket, session);
  });
  return {
    endpoint: name === host ? session.endpoint : { ...session.endpoint, via: { host, port } },
    useCertificate: (next) => {
      session.context = contextOf(next);
    },
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function contextOf({ certificate, key }: ServerCertificate): SecureContext {
  return createSecureContext({ cert: certificate, key, minVersion: 'TLSv1.2' });
}

/** The port that it listens on from now, or undefined where that one is taken. */
async function listen(server: Server, host: string, wished: number): Promise<number | undefined> {
  try {
    server.listen(wished, host);
    await once(server, 'listening');
  } catch {
    return undefined;
  }
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : undefined;
}
