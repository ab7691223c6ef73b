import { type HubEvent, type PoolReading, processTokens } from '@causeway/sql';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { RequestObserver } from '../request-record.ts';
import { credentialMetrics } from './credential-metrics.ts';
import { hubMetrics, poolMetrics } from './hub-metrics.ts';
import { requestMetrics } from './request-metrics.ts';

/** What metrics are made of. */
export type MetricsOptions = {
  readonly version: string;
  /** The names of all clusters. */
  readonly clusters: readonly string[];
  /** Names of operations that may be labels; all others are `other`. */
  readonly operations?: Iterable<string> | undefined;
  /** Seconds since the tokens of the hops were last renewed, as far as this process has to know. */
  readonly hopRenewalAge?: (() => number | undefined) | undefined;
};

/** The metrics of one process, in a registry of their own. */
export type Metrics = {
  readonly observer: RequestObserver;
  readonly onHubEvent: (event: HubEvent) => void;
  /** Reads the pools at each scrape from now on. */
  watchPools(readings: () => readonly PoolReading[]): void;
  readonly registry: Registry;
};

export function createMetrics(options: MetricsOptions): Metrics {
  const { version, clusters, operations = [], hopRenewalAge } = options;
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'causeway_build_info',
    help: 'Always 1; the version of the gateway is its label',
    labelNames: ['version'] as const,
    registers,
  }).set({ version }, 1);
  credentialMetrics(registry, { hopRenewalAge, tokens: processTokens.readings });
  return {
    registry,
    watchPools: (readings) => poolMetrics(registry, readings),
    observer: requestMetrics(registry, new Set(operations)),
    onHubEvent: hubMetrics(registry, clusters),
  };
}
