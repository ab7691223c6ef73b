import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A way to a server that can be cut off as a network does it: connections stay and nothing comes through any more. */
export type Tunnel = AsyncDisposable & {
  readonly host: string;
  readonly port: number;
  freeze(): void;
};

export async function openTunnel(to: { readonly host: string; readonly port: number }): Promise<Tunnel> {
  const sockets = new Set<Socket>();
  let frozen = false;
  const server = createServer((client) => {
    keep(client);
    if (frozen) return;
    const target = keep(connect(to.port, to.host));
    client.pipe(target).pipe(client);
  });
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {}).once('close', () => sockets.delete(socket));
    return socket;
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('It does not listen.');
  return {
    host: '127.0.0.1',
    port: address.port,
    freeze() {
      frozen = true;
      for (const socket of sockets) socket.unpipe().pause();
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
