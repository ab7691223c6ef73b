import { buildSchema } from '@causeway/schema';
import { createDatabase, createPool, type DB, type Topology } from '@causeway/sql';
import { sql } from 'kysely';
import { openToEverybody } from '../access/authenticate.ts';
import { accessLog } from '../observe/access-log.ts';
import { createGateway } from './create-yoga.ts';
import type { Log } from './log.ts';
import { type HttpOptions, startHttp } from './start-http.ts';
import { watchClusters } from './watch-clusters.ts';

/** A gateway that takes requests. Disposing finishes what runs, for some seconds, then closes the hub's pool. */
export type RunningGateway = AsyncDisposable & {
  /** Where GraphQL and GraphiQL are. */
  readonly url: string;
};

/** How long running requests may take to finish once the gateway is asked to stop; balancers give a task half a minute. */
const stopLimitMs = 20_000;

/**
 * Starts the gateway in front of the clusters of a topology. Queries run on the hub's reader. It starts also while the hub
 * does not answer, and says so in the log: a gateway that ends itself would only add its own restarts to the trouble. `probeMs`:
 * how often clusters that are gone are asked again.
 */
export async function serveTopology(
  topology: Topology,
  http: HttpOptions,
  log: Log,
  probeMs?: number,
): Promise<RunningGateway> {
  await using stack = new AsyncDisposableStack();
  const hub = stack.use(createDatabase<DB>(createPool(topology.hub, { purpose: 'query', role: 'reader' })));
  const watch = stack.use(watchClusters(topology, hub, log, probeMs));
  const gateway = createGateway({
    schema: buildSchema(),
    hub,
    log,
    authenticate: openToEverybody,
    onUnavailable: watch.lost,
    observers: [accessLog(log)],
  });
  const server = await startHttp(gateway, http);
  stack.defer(() => server.stop(stopLimitMs));
  await sql`select 1`.execute(hub).catch((error: unknown) => watch.lost(topology.hub.name, error));
  const running = stack.move();
  return {
    url: `http://${hostInUrl(server.host)}:${server.port}/graphql`,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

/** An address that a browser on this machine can open. */
function hostInUrl(host: string): string {
  if (host === '0.0.0.0' || host === '::' || host === '127.0.0.1') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}
