import { Agent, request } from 'node:http';

/** A request as it goes over the wire, whatever it says. */
export type Sent = {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
};

/** What came back. */
export type Received = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
};

/** Sends requests to one port over kept connections, without the checks that `fetch` makes of them. */
export function sender(
  port: number,
  sockets: number,
): Disposable & { send(sent: Sent, signal?: AbortSignal): Promise<Received> } {
  const agent = new Agent({ keepAlive: true, maxSockets: sockets });
  return {
    send: ({ method, path, headers, body }, signal) =>
      new Promise((resolve, reject) => {
        const outgoing = request({ agent, host: '127.0.0.1', port, method, path, headers, signal }, (incoming) => {
          const chunks: Buffer[] = [];
          incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
          incoming.on('error', reject);
          incoming.on('end', () => {
            const { statusCode = 0, headers: received } = incoming;
            resolve({ status: statusCode, headers: received, body: Buffer.concat(chunks).toString('utf8') });
          });
        });
        outgoing.on('error', reject);
        outgoing.end(body);
      }),
    [Symbol.dispose]: () => agent.destroy(),
  };
}
