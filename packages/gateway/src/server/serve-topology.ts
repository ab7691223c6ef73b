import { buildSchema, domainAccessFor } from '@causeway/schema';
import { findVisibleDrift, foreignTables, type HubEvent, openHub, type Topology } from '@causeway/sql';
import { authenticateBy } from '../access/authenticate-by.ts';
import { requestsBy } from '../access/requests-by.ts';
import { operationNames } from '../access/trusted-documents.ts';
import type { Config } from '../config/config.ts';
import { toHubOptions } from '../config/sections/hub.ts';
import { openObservation } from '../observe/open-observation.ts';
import { createGateway } from './create-yoga.ts';
import { keepStatistics } from './keep-statistics.ts';
import type { Log } from './log.ts';
import { watchReadiness } from './readiness.ts';
import { startHttp } from './start-http.ts';
import { within } from './within.ts';

/** A gateway that takes requests. Disposing finishes what runs, for some seconds, then closes the hub's pools. */
export type RunningGateway = AsyncDisposable & {
  /** Where GraphQL and GraphiQL are. */
  readonly url: string;
  /** Goes on answering, but says at `/ready` and in each answer that clients had better go elsewhere. Before disposing. */
  retire(): void;
};

/** What may differ by command and in tests. */
export type ServeOptions = {
  /** Whether another free port will do where the wished one is taken. */
  readonly otherPort?: boolean;
  /** Seconds since the hops' tokens were last renewed, where this process has a part in that. */
  readonly hopRenewalAge?: (() => number | undefined) | undefined;
  /** Told of what happens on the way to the clusters, besides the log. */
  readonly onHubEvent?: (event: HubEvent) => void;
};

/** Sessions end with a word to their server, and a frozen one never takes it: they are left behind after that. */
const closeLimitMs = 2_000;

/**
 * Starts the gateway in front of the clusters of a topology. Queries run on the hub's reader. It starts also while the hub
 * does not answer, and says so in the log: a gateway that ends itself would only add its own restarts to the trouble.
 */
export async function serveTopology(
  topology: Topology,
  { http, access, requests, hub: hubLimits, limits, observe }: Config,
  log: Log,
  options: ServeOptions = {},
): Promise<RunningGateway> {
  await using stack = new AsyncDisposableStack();
  const schema = buildSchema();
  const authenticate = await authenticateBy(access, log);
  const taken = await requestsBy(requests, schema);
  const operations = operationNames(taken.trustedDocuments ?? new Map());
  const { hopRenewalAge } = options;
  const observation = stack.use(await openObservation({ log, topology, config: observe, operations, hopRenewalAge }));
  const hub = openHub(topology, toHubOptions(hubLimits), (event) => {
    logHubEvent(event, log);
    observation.onHubEvent(event);
    options.onHubEvent?.(event);
  });
  stack.defer(async () => void (await within(hub[Symbol.asyncDispose](), closeLimitMs)));
  observation.watchPools(hub.readings);
  const findDrift = () => findVisibleDrift(topology, foreignTables);
  const readiness = watchReadiness({ hub, topology, findDrift, log });
  const statistics = stack.use(keepStatistics(hub, log));
  const gateway = createGateway({
    schema,
    hub,
    statistics: statistics.current,
    log,
    authenticate,
    rules: domainAccessFor(access.readScopes),
    requests: taken,
    limits,
    deadlineMs: hubLimits.deadline,
    admission: {
      places: http.requestLimit,
      queueLimit: http.requestQueue,
      waitMs: http.requestWait,
      receiveMs: http.receiveLimit,
    },
    observers: observation.observers,
    beginTrace: observation.beginTrace,
    readiness: readiness.read,
  });
  const server = await startHttp(gateway, {
    host: http.host,
    port: http.port,
    otherPort: options.otherPort === true,
    receiveMs: http.receiveLimit,
    sendMs: http.sendLimit,
  });
  stack.defer(() => server.stop(http.stopLimit));
  // A hub that does not answer is in the log by now.
  await statistics.first;
  const running = stack.move();
  return {
    url: `http://${hostInUrl(server.host)}:${server.port}/graphql`,
    retire() {
      readiness.stop();
      server.retire();
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

/** Clusters that go and come back are a line each; what requests meet is counted elsewhere. */
function logHubEvent(event: HubEvent, log: Log): void {
  switch (event.kind) {
    case 'gone':
      log({ level: 'error', message: `Cluster "${event.cluster}" does not answer`, error: event.error });
      break;
    case 'back':
      log({ level: 'info', message: `Cluster "${event.cluster}" answers again` });
      break;
    case 'session':
    case 'retried':
    case 'shared':
    case 'refused':
    case 'given up':
  }
}

/** An address that a browser on this machine can open. */
function hostInUrl(host: string): string {
  if (host === '0.0.0.0' || host === '::' || host === '127.0.0.1') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}
