import { createPool, type PoolOptions } from '../connect/create-pool.ts';
import type { Cluster } from '../topology/topology.ts';
import type { HubEvent, PoolReading } from './hub-event.ts';
import type { HubOptions } from './hub-options.ts';
import { createSessionPool, type SessionPool } from './session-pool.ts';

/** The hub's sessions, apart by what their statements wait for. */
export type HubPools = AsyncDisposable & {
  /** For statements that reach these other clusters, or, without any, stay on the hub: opened at their first. */
  of(foreign: readonly string[]): SessionPool;
  /** For questions whether a cluster answers: a session each. */
  readonly probe: SessionPool;
  readings(): readonly PoolReading[];
};

/** Sessions that wait for a frozen cluster are held until it is back, or for half a minute: statements of other clusters must not need them. */
export function hubPools(hub: Cluster, limits: HubOptions, onEvent: (event: HubEvent) => void): HubPools {
  const open = (name: string, options: Omit<PoolOptions, 'purpose' | 'role'>) =>
    createSessionPool(createPool(hub, { purpose: 'query', role: 'reader', ...options }), { ...limits, name, onEvent });
  const timeouts = { statementTimeoutMs: limits.deadlineMs };
  const local = open('local', { ...timeouts, max: limits.localSessions });
  const probe = open('probe', {
    max: 4,
    maxUses: 1,
    statementTimeoutMs: limits.probeTimeoutMs,
    connectTimeoutMs: limits.probeTimeoutMs,
    applicationName: 'causeway probe',
  });
  const hops = new Map<string, SessionPool>();
  return {
    of(foreign) {
      if (foreign.length === 0) return local;
      const name = [...foreign].sort().join('+');
      const known = hops.get(name);
      if (known !== undefined) return known;
      const pool = open(name, { ...timeouts, max: limits.hopSessions, applicationName: `causeway ${name}` });
      hops.set(name, pool);
      return pool;
    },
    probe,
    readings: () => [local, ...hops.values(), probe].map((pool) => pool.reading()),
    async [Symbol.asyncDispose]() {
      await Promise.all([local, ...hops.values(), probe].map((pool) => pool[Symbol.asyncDispose]()));
    },
  };
}
