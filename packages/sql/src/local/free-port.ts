import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * A TCP port on 127.0.0.1 that is free now. Another program can still take it before the server does, which startLocalCluster
 * meets by trying again.
 */
export async function freePort(): Promise<number> {
  const server = createServer();
  try {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (typeof address !== 'object' || address === null) throw new Error('No port of 127.0.0.1 is free.');
    return address.port;
  } finally {
    server.close();
  }
}
