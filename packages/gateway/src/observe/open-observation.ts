import type { HubEvent, PoolReading, Topology } from '@causeway/sql';
import manifest from '../../package.json' with { type: 'json' };
import type { Config } from '../config/config.ts';
import type { Log } from '../server/log.ts';
import { accessLog } from './access-log.ts';
import type { RequestObserver } from './request-record.ts';

/** What a process shows of itself, and to whom. */
export type ObservationOptions = {
  readonly log: Log;
  readonly topology: Topology;
  readonly config: Config['observe'];
  /** Seconds since the hops' tokens were last renewed, as far as this process has to know. */
  readonly hopRenewalAge?: (() => number | undefined) | undefined;
};

/** What the parts of a gateway report to. Disposing stops what was started for it. */
export type Observation = AsyncDisposable & {
  readonly observers: readonly RequestObserver[];
  readonly onHubEvent: (event: HubEvent) => void;
  watchPools(readings: () => readonly PoolReading[]): void;
};

/**
 * Opens the access log and, where they are wanted, metrics: their libraries are loaded only then.
 *
 * @throws {ListenError} where the metrics' address or port cannot be had.
 */
export async function openObservation(options: ObservationOptions): Promise<Observation> {
  const { log, topology, config, hopRenewalAge } = options;
  await using stack = new AsyncDisposableStack();
  const observers = [accessLog(log)];
  if (config.metricsPort === undefined)
    return { observers, onHubEvent: () => {}, watchPools: () => {}, ...disposing(stack) };

  const [{ createMetrics }, { serveMetrics }] = await Promise.all([
    import('./metrics/create-metrics.ts'),
    import('./metrics/serve-metrics.ts'),
  ]);
  const clusters = [topology.hub, ...topology.others].map(({ name }) => name);
  const { version } = manifest;
  const metrics = createMetrics({ version, clusters, operations: config.metricsOperations, hopRenewalAge });
  const server = await serveMetrics(metrics.registry, { host: config.metricsHost, port: config.metricsPort });
  stack.defer(() => server.stop(1_000));
  log({ level: 'info', message: `Serving metrics at http://${server.host}:${server.port}/metrics` });
  return {
    observers: [...observers, metrics.observer],
    onHubEvent: metrics.onHubEvent,
    watchPools: metrics.watchPools,
    ...disposing(stack),
  };
}

function disposing(stack: AsyncDisposableStack): AsyncDisposable {
  const owned = stack.move();
  return { [Symbol.asyncDispose]: () => owned.disposeAsync() };
}
