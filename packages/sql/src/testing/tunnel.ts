import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import type { Endpoint } from '../topology/topology.ts';

/** A network between two servers that can be cut. Disposing ends it, and all connections through it. */
export type Tunnel = AsyncDisposable & {
  /** Where it begins, on 127.0.0.1. */
  readonly port: number;
  /** No byte passes any more, and neither end is told: no FIN, no reset. New connections are taken and lead nowhere. */
  cut(): void;
  /** Bytes pass again, those of connections that were cut as well. */
  mend(): void;
};

/** Opens a tunnel to a server. */
export async function openTunnel({ host, port }: Endpoint): Promise<Tunnel> {
  const sockets = new Set<Socket>();
  let isCut = false;
  const join = (from: Socket, to: Socket) => {
    sockets.add(from);
    from.on('data', (bytes) => to.write(bytes));
    from.on('end', () => to.end());
    from.on('error', () => to.destroy());
    from.on('close', () => {
      sockets.delete(from);
      to.destroy();
    });
    if (isCut) from.pause();
  };
  const server = createServer((client) => {
    const behind = connect(port, host);
    join(client, behind);
    join(behind, client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    cut() {
      isCut = true;
      for (const socket of sockets) socket.pause();
    },
    mend() {
      isCut = false;
      for (const socket of sockets) socket.resume();
    },
    async [Symbol.asyncDispose]() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}
