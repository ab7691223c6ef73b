import type { HubEvent, PoolReading, Topology } from '@causeway/sql';
import manifest from '../../package.json' with { type: 'json' };
import type { Config } from '../config/config.ts';
import type { Log } from '../server/log.ts';
import { accessLog } from './access-log.ts';
import type { Metrics } from './metrics/create-metrics.ts';
import type { RequestObserver } from './request-record.ts';
import type { TraceContext } from './trace-context.ts';
import type { TraceEnvironment } from './traces/sampler.ts';
import type { RequestTracing } from './traces/trace-requests.ts';

/** What a process shows of itself, and to whom. */
export type ObservationOptions = {
  readonly log: Log;
  readonly topology: Topology;
  readonly config: Config['observe'];
  /** Names of operations that metrics may tell apart, beside those of the configuration. */
  readonly operations?: readonly string[];
  /** Seconds since the hops' tokens were last renewed, as far as this process has to know. */
  readonly hopRenewalAge?: (() => number | undefined) | undefined;
  /** The process's variables: OpenTelemetry has its own. */
  readonly environment?: TraceEnvironment;
};

/** What the parts of a gateway report to. Disposing stops what was started for it. */
export type Observation = AsyncDisposable & {
  readonly observers: readonly RequestObserver[];
  /** Gives a request its place in a trace; undefined where none are made. */
  readonly beginTrace: ((request: Request) => TraceContext | undefined) | undefined;
  readonly onHubEvent: (event: HubEvent) => void;
  watchPools(readings: () => readonly PoolReading[]): void;
};

/**
 * Opens the access log and, where they are wanted, metrics and traces: their libraries are loaded only then.
 *
 * @throws {ListenError} where the metrics' address or port cannot be had.
 * @throws {SamplerError} where OpenTelemetry's variables name no sampler.
 */
export async function openObservation(options: ObservationOptions): Promise<Observation> {
  await using stack = new AsyncDisposableStack();
  const metrics = await openMetrics(options, stack);
  const traces = await openTracesWhereWanted(options, stack);
  const owned = stack.move();
  return {
    observers: [accessLog(options.log), metrics?.observer, traces?.observer].filter((one) => one !== undefined),
    beginTrace: traces?.beginTrace,
    onHubEvent: (event) => metrics?.onHubEvent(event),
    watchPools: (readings) => metrics?.watchPools(readings),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

async function openMetrics(
  { log, topology, config, operations = [], hopRenewalAge }: ObservationOptions,
  stack: AsyncDisposableStack,
): Promise<Metrics | undefined> {
  if (config.metricsPort === undefined) return undefined;
  const [{ createMetrics }, { serveMetrics }] = await Promise.all([
    import('./metrics/create-metrics.ts'),
    import('./metrics/serve-metrics.ts'),
  ]);
  const clusters = [topology.hub, ...topology.others].map(({ name }) => name);
  const { version } = manifest;
  const known = [...config.metricsOperations, ...operations];
  const metrics = createMetrics({ version, clusters, operations: known, hopRenewalAge });
  const server = await serveMetrics(metrics.registry, { host: config.metricsHost, port: config.metricsPort });
  stack.defer(() => server.stop(1_000));
  log({ level: 'info', message: `Serving metrics at http://${server.host}:${server.port}/metrics` });
  return metrics;
}

async function openTracesWhereWanted(
  { log, config, environment = process.env }: ObservationOptions,
  stack: AsyncDisposableStack,
): Promise<RequestTracing | undefined> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, OTEL_SDK_DISABLED } = environment;
  const isWanted = config.otlpEndpoint ?? OTEL_EXPORTER_OTLP_ENDPOINT ?? OTEL_EXPORTER_OTLP_TRACES_ENDPOINT;
  if (!isWanted || OTEL_SDK_DISABLED === 'true') return undefined;
  const { openTraces } = await import('./traces/open-traces.ts');
  return stack.use(openTraces({ endpoint: config.otlpEndpoint, environment, version: manifest.version, log }));
}
