import { connect, type Socket } from 'node:net';
import { pipeline } from 'node:stream/promises';

/** Where a real server listens: over TCP it asks for passwords; at its Unix socket it trusts whoever may enter the folder. */
export type ServerAddress = { readonly host: string; readonly port: number } | { readonly path: string };

/** Connects to the real server; undefined where it does not answer. */
export function connectServer(address: ServerAddress): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ ...address, allowHalfOpen: true, noDelay: true });
    socket.once('connect', () => resolve(socket));
    socket.on('error', () => resolve(undefined));
  });
}

/**
 * Passes bytes both ways, unread, until the server has said its last. A client that will send no more is only passed on as such, so
 * that the answer still arrives; a side that breaks breaks the other. Once the server has closed, a client that takes nothing for
 * `partingMs` milliseconds is let go.
 */
export async function passOn(client: Socket, server: Socket, partingMs: number): Promise<void> {
  const abort = new AbortController();
  const flow = (from: Socket, to: Socket) =>
    pipeline(from, to, { signal: abort.signal }).catch(() => {
      abort.abort();
    });
  server.once('close', () => client.setTimeout(partingMs, () => abort.abort()));
  const asked = flow(client, server);
  await flow(server, client);
  client.destroySoon();
  server.destroy();
  await asked;
}
