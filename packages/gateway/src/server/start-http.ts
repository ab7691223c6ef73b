import { once } from 'node:events';
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { type Socket, Server as TcpServer } from 'node:net';
import { setImmediate as nextCheckPhase, setTimeout as sleep } from 'node:timers/promises';

/** Where to listen. */
export type HttpOptions = {
  readonly host: string;
  /** The wished TCP port; 0 takes any free one. */
  readonly port: number;
  /** Whether another free port will do where the wished one is taken. */
  readonly otherPort: boolean;
  /** How long a client may take to send the head of a request, and how long its body, in milliseconds; 10 s where absent. */
  readonly receiveMs?: number;
  /** How long a client may take to receive an answer, in milliseconds; a minute where absent. */
  readonly sendMs?: number;
};

/** A server that takes requests. */
export type HttpServer = {
  readonly host: string;
  readonly port: number;
  /** Asks clients to leave: each answer from now on closes its connection. New connections are still taken. */
  retire(): void;
  /**
   * Stops in order: takes no new connections, finishes the requests that have arrived, and ends what still runs after
   * `limitMs` milliseconds. Settles when every connection is closed; calling it again waits for the same.
   */
  stop(limitMs: number): Promise<void>;
};

/** The port cannot be had; the message says what to do. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
}

/** Longer than the 60 seconds after which load balancers drop an idle connection: the side that closes first must be theirs. */
const keepAliveMs = 65_000;

/** How often it is looked whether a client takes longer to send or to receive than it may. */
const lookEveryMs = 500;

/** Beyond the limits of head and body: who answers a body that is late needs a moment for that. */
const answerMs = 2_000;

/** How long a stopping server goes on reading from idle connections: requests on their way are answered, not cut off. */
const settleMs = 100;

/** How long a new connection may take to send something before a stopping server ends it; browsers open some in advance. */
const firstByteMs = 1_000;

/** Serves HTTP. @throws {ListenError} where the address or port cannot be had. */
export async function startHttp(listener: RequestListener, options: HttpOptions): Promise<HttpServer> {
  const { receiveMs = 10_000, sendMs = 60_000 } = options;
  const limits = {
    keepAliveTimeout: keepAliveMs,
    headersTimeout: receiveMs,
    requestTimeout: 2 * receiveMs + answerMs,
    connectionsCheckingInterval: lookEveryMs,
  };
  const server = createServer(limits, listener);
  const running = new Set<ServerResponse>();
  const stopLooking = endSlowReaders(running, sendMs);
  server.once('close', stopLooking);
  const unused = new Map<Socket, number>();
  let retired = false;
  let stopping: Promise<void> | undefined;
  const sayGoodbye = (response: ServerResponse) => {
    if (!response.headersSent) response.setHeader('connection', 'close');
  };
  const retire = () => {
    retired = true;
    for (const response of running) sayGoodbye(response);
  };
  server.prependListener('request', (_request, response: ServerResponse) => {
    running.add(response);
    response.once('close', () => running.delete(response));
    if (retired) sayGoodbye(response);
  });
  server.on('connection', (socket) => {
    unused.set(socket, performance.now());
    socket.once('close', () => unused.delete(socket));
  });
  const port = await listen(server, options);
  return {
    host: options.host,
    port,
    retire,
    stop(limitMs) {
      retire();
      stopping ??= drain(server, unused, limitMs);
      return stopping;
    },
  };
}

async function listen(server: Server, { host, port, otherPort }: HttpOptions): Promise<number> {
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EADDRINUSE' && otherPort) return listen(server, { host, port: 0, otherPort: false });
    if (code === 'EADDRINUSE') {
      throw new ListenError(`Port ${port} of ${host} is taken by another program: choose another with --port.`);
    }
    throw new ListenError(`The gateway cannot listen on ${host}, port ${port} (${String(code)}).`, { cause: error });
  }
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}

/**
 * http.Server's own close() also ends connections that look idle because their request has arrived but is not read yet. So only
 * listening ends first, by the TCP server's close, and idle connections after a moment of reading on: both in the phase of the
 * event loop that follows reading and accepting, when as little as can be waits in the kernel.
 */
async function drain(server: Server, unused: Map<Socket, number>, limitMs: number): Promise<void> {
  const deadline = performance.now() + limitMs;
  const closed = new AbortController();
  await nextCheckPhase();
  TcpServer.prototype.close.call(server, () => closed.abort());
  while (!closed.signal.aborted) {
    await sleep(settleMs, undefined, { signal: closed.signal }).catch(() => {});
    await nextCheckPhase();
    if (performance.now() >= deadline) server.closeAllConnections();
    server.closeIdleConnections();
    endUnused(unused);
  }
}

/**
 * Ends the connections of clients that do not take an answer in time, also where they take it in drops: it is kept in memory for them.
 * Gives what stops that.
 */
function endSlowReaders(running: ReadonlySet<ServerResponse>, limitMs: number): () => void {
  const begun = new WeakMap<ServerResponse, number>();
  const look = () => {
    const now = performance.now();
    for (const response of running) {
      if (!response.headersSent) continue;
      const since = begun.get(response) ?? now;
      begun.set(response, since);
      if (now - since > limitMs) response.destroy();
    }
  };
  const timer = setInterval(look, lookEveryMs).unref();
  return () => clearInterval(timer);
}

/** Node does not count a connection as idle before its first request. */
function endUnused(unused: Map<Socket, number>): void {
  for (const [socket, since] of unused) {
    if (socket.bytesRead > 0) unused.delete(socket);
    else if (performance.now() - since > firstByteMs) socket.destroy();
  }
}
