import type { HubEvent, PoolReading } from '@causeway/sql';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** Seconds, from a session that is free to the longest wait that is usual. */
const waitSeconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** Counts what happens on the way to the clusters. `clusters` are the names of all. */
export function hubMetrics(register: Registry, clusters: readonly string[]): (event: HubEvent) => void {
  const registers = [register];
  const up = new Gauge({
    name: 'causeway_cluster_up',
    help: '1 where a cluster answers as far as is known, 0 while it is gone and left out of answers',
    labelNames: ['cluster'] as const,
    registers,
  });
  const outages = new Counter({
    name: 'causeway_cluster_outages_total',
    help: 'How often a cluster was found not to answer any more',
    labelNames: ['cluster'] as const,
    registers,
  });
  const retries = new Counter({
    name: 'causeway_statement_retries_total',
    help: 'Statements that were run again because their failure passes by itself, by SQLSTATE or code of the connection',
    labelNames: ['pool', 'code'] as const,
    registers,
  });
  const shared = new Counter({
    name: 'causeway_statements_shared_total',
    help: 'Statements that were not sent, because the same one ran at that moment and answered for them',
    labelNames: ['pool'] as const,
    registers,
  });
  const waits = new Histogram({
    name: 'causeway_session_wait_seconds',
    help: 'How long statements waited for a session, until one was free or open; those that got none are not in it',
    labelNames: ['pool'] as const,
    buckets: waitSeconds,
    registers,
  });
  const refused = new Counter({
    name: 'causeway_statements_refused_total',
    help: 'Statements that got no session, because too many waited or for too long',
    labelNames: ['pool'] as const,
    registers,
  });
  const givenUp = new Counter({
    name: 'causeway_statements_given_up_total',
    help: 'Statements that were ended while they ran: client left, time limit, cluster gone',
    labelNames: ['pool', 'because'] as const,
    registers,
  });
  shared.inc({ pool: 'local' }, 0);
  for (const cluster of clusters) {
    up.set({ cluster }, 1);
    outages.inc({ cluster }, 0);
  }
  return (event) => {
    switch (event.kind) {
      case 'gone':
        up.set({ cluster: event.cluster }, 0);
        return outages.inc({ cluster: event.cluster });
      case 'back':
        return up.set({ cluster: event.cluster }, 1);
      case 'session':
        return waits.observe({ pool: event.pool }, event.waitedMs / 1000);
      case 'retried':
        return retries.inc({ pool: event.pool, code: event.code });
      case 'shared':
        return shared.inc({ pool: event.pool });
      case 'refused':
        return refused.inc({ pool: event.pool });
      case 'given up':
        return givenUp.inc({ pool: event.pool, because: event.because });
    }
  };
}

/** Reads the pools at each scrape. */
export function poolMetrics(register: Registry, readings: () => readonly PoolReading[]): void {
  const registers = [register];
  new Gauge({
    name: 'causeway_pool_sessions',
    help: 'Hub sessions by pool and state: size (at most), open, idle',
    labelNames: ['pool', 'state'] as const,
    registers,
    collect() {
      for (const { pool, size, open, idle } of readings()) {
        this.set({ pool, state: 'size' }, size);
        this.set({ pool, state: 'open' }, open);
        this.set({ pool, state: 'idle' }, idle);
      }
    },
  });
  new Gauge({
    name: 'causeway_pool_statements',
    help: 'Statements by pool and state: running on a session, waiting for one',
    labelNames: ['pool', 'state'] as const,
    registers,
    collect() {
      for (const { pool, running, waiting } of readings()) {
        this.set({ pool, state: 'running' }, running);
        this.set({ pool, state: 'waiting' }, waiting);
      }
    },
  });
}
