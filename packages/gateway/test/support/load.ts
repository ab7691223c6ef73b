import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** What became of a request: how it was answered, or why it was not. */
export type Outcome =
  | { readonly kind: 'answered'; readonly status: number | undefined; readonly body: string }
  /** Nobody listens: no process has taken it. */
  | { readonly kind: 'refused' }
  /** `port`: the client's own, by which the server knows the connection. */
  | { readonly kind: 'failed'; readonly error: string; readonly port: number | undefined };

/** Sends one operation. Without an agent it has a connection of its own. */
export async function send(url: string, query: string, agent: Agent | false): Promise<Outcome> {
  const headers = { 'content-type': 'application/json', accept: 'application/graphql-response+json' };
  const sent = request(url, { method: 'POST', headers, agent });
  let port: number | undefined;
  sent.on('socket', (socket) => {
    port = socket.localPort;
    if (!socket.connecting) return;
    socket.once('connect', () => {
      port = socket.localPort;
    });
  });
  try {
    sent.end(JSON.stringify({ query }));
    const [response] = await once(sent, 'response');
    const body: unknown[] = await response.setEncoding('utf8').toArray();
    return { kind: 'answered', status: response.statusCode, body: body.join('') };
  } catch (error) {
    const isRefused = error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED';
    return isRefused ? { kind: 'refused' } : { kind: 'failed', error: String(error), port };
  }
}

/** How a client behaves that asks again and again. */
export type Polling = {
  /** One connection for as long as the server keeps it; otherwise one for each request. */
  readonly keepAlive: boolean;
  /** Between an answer and the next request it waits for a random time up to this, in milliseconds. */
  readonly pauseMs: number;
  /** Once this holds it asks no more; it stops in any case where nobody listens. */
  readonly until?: () => boolean;
};

export async function poll(
  url: string,
  query: string,
  { keepAlive, pauseMs, until = () => false }: Polling,
): Promise<readonly Outcome[]> {
  const agent = keepAlive ? new Agent({ keepAlive: true, maxSockets: 1 }) : false;
  const outcomes: Outcome[] = [];
  while (!until() && outcomes.at(-1)?.kind !== 'refused') {
    outcomes.push(await send(url, query, agent));
    await sleep(pauseMs * Math.random());
  }
  if (agent !== false) agent.destroy();
  return outcomes;
}
