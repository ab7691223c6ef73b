import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Endpoint } from '../../../../src/topology/topology.ts';

/** A client that speaks PostgreSQL's protocol byte by byte, for what drivers never send. */
export type WireClient = AsyncDisposable & {
  readonly socket: Socket;
  /** Breaks the connection by a TCP reset. */
  reset(): void;
  /** Settles with all bytes received so far, as Latin-1, once this is among them. Rejects where the connection ends without. */
  received(wanted: string): Promise<string>;
  /** Settles with all bytes received until the other side ended or broke the connection. */
  readonly ended: Promise<string>;
};

/** The numbers that stand in the place of a protocol version. */
export const codes = { version3: 3 << 16, tls: 80_877_103, cancel: 80_877_102 } as const;

/** AuthenticationCleartextPassword, and ReadyForQuery outside a transaction. */
export const passwordRequest = 'R\0\0\0\u0008\0\0\0\u0003';
export const readyForQuery = 'Z\0\0\0\u0005I';

/** A packet as it stands at a connection's start: its length, a code, and more. */
export function startupPacket(code: number, ...rest: readonly (string | Buffer)[]): Buffer {
  const body = Buffer.concat(rest.map((part) => Buffer.from(part)));
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + body.length, 0);
  head.writeUInt32BE(code, 4);
  return Buffer.concat([head, body]);
}

/** A message of a session: its type, its length, and more. */
export function message(type: string, body: string | Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeUInt32BE(4 + Buffer.byteLength(body), 1);
  return Buffer.concat([head, Buffer.from(body)]);
}

/** Connects without saying anything. */
export async function connectWire({ host, port }: Endpoint): Promise<WireClient> {
  const socket = connect({ host, port, allowHalfOpen: true });
  await once(socket, 'connect');
  return watch(socket, socket);
}

/** Connects and begins TLS, verified against the authority. */
export async function connectWireTls(endpoint: Endpoint, ca: string): Promise<WireClient> {
  const socket = connect({ host: endpoint.host, port: endpoint.port, allowHalfOpen: true });
  await once(socket, 'connect');
  socket.write(startupPacket(codes.tls));
  await once(socket, 'readable');
  if (String(socket.read(1)) !== 'S') throw new Error('TLS was not granted.');
  const secured = connectTls({ socket, ca, host: endpoint.host });
  await once(secured, 'secureConnect');
  return watch(secured, socket);
}

/** Begins a session in the database `postgres` and signs in by token. Settles when the server is ready for queries. */
export async function startSession(endpoint: Endpoint, ca: string, user: string, token: string): Promise<WireClient> {
  const client = await connectWireTls(endpoint, ca);
  client.socket.write(startupPacket(codes.version3, `user\0${user}\0database\0postgres\0\0`));
  await client.received(passwordRequest);
  client.socket.write(message('p', `${token}\0`));
  await client.received(readyForQuery);
  return client;
}

function watch(socket: Socket, tcp: Socket): WireClient {
  let text = '';
  let changed = Promise.withResolvers<void>();
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1');
    changed.resolve();
    changed = Promise.withResolvers();
  });
  // A connection that is broken has ended too.
  socket.on('error', () => {});
  const ended = new Promise<string>((resolve) => {
    for (const event of ['end', 'close']) socket.once(event, () => resolve(text));
  });
  let isOver = false;
  void ended.then(() => {
    isOver = true;
  });
  return {
    socket,
    reset: () => void tcp.resetAndDestroy(),
    ended,
    async received(wanted) {
      while (!text.includes(wanted)) {
        if (isOver) throw new Error(`The connection ended without ${JSON.stringify(wanted)}: ${JSON.stringify(text)}`);
        await Promise.race([changed.promise, ended]);
      }
      return text;
    },
    [Symbol.asyncDispose]: async () => void socket.destroy(),
  };
}
