import { createPool, type PoolOptions } from '../connect/create-pool.ts';
import type { Cluster } from '../topology/topology.ts';
import { probeSessions } from './ceilings.ts';
import type { HubEvent, PoolReading } from './hub-event.ts';
import type { HubOptions } from './hub-options.ts';
import { createSessionPool, type SessionPool } from './session-pool.ts';

/** The hub's sessions, apart by what their statements wait for. */
export type HubPools = AsyncDisposable & {
  /** For statements that reach these other clusters, or, without any, stay on the hub: opened at their first. */
  of(foreign: readonly string[], role?: PoolOptions['role']): SessionPool;
  /** For questions whether a cluster answers: a session each. */
  readonly probe: SessionPool;
  readings(): readonly PoolReading[];
};

/** Sessions that wait for a slow or frozen cluster are taken until their statements are given up: statements of other clusters must not need them. */
export function hubPools(hub: Cluster, limits: HubOptions, onEvent: (event: HubEvent) => void): HubPools {
  const open = (name: string, options: Omit<PoolOptions, 'purpose'>) =>
    createSessionPool(createPool(hub, { purpose: 'query', ...options }), { ...limits, name, onEvent });
  const probe = open('probe', {
    role: 'reader',
    max: probeSessions,
    maxUses: 1,
    statementTimeoutMs: limits.probeTimeoutMs,
    connectTimeoutMs: limits.probeTimeoutMs,
    applicationName: 'causeway probe',
  });
  const pools = new Map<string, SessionPool>();
  const sessionsOf = (foreign: readonly string[], role: PoolOptions['role']) => {
    if (role === 'writer') return limits.writerSessions;
    return foreign.length === 0 ? limits.localSessions : limits.hopSessions;
  };
  return {
    of(foreign, role = 'reader') {
      const reached = foreign.length === 0 ? 'local' : [...foreign].sort().join('+');
      const name = role === 'writer' ? `writer ${reached}` : reached;
      const known = pools.get(name);
      if (known !== undefined) return known;
      const pool = open(name, {
        role,
        max: sessionsOf(foreign, role),
        statementTimeoutMs: limits.deadlineMs,
        lifetimeSeconds: limits.lifetimeMs / 1_000,
        ...(name === 'local' ? {} : { applicationName: `causeway ${name}` }),
      });
      pools.set(name, pool);
      return pool;
    },
    probe,
    readings: () => [...pools.values(), probe].map((pool) => pool.reading()),
    async [Symbol.asyncDispose]() {
      await Promise.all([...pools.values(), probe].map((pool) => pool[Symbol.asyncDispose]()));
    },
  };
}
