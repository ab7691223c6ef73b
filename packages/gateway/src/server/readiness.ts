import { type Change, describeChange, type Hub, type PoolReading, type Topology } from '@causeway/sql';
import type { Log } from './log.ts';
import { within } from './within.ts';

/** Whether this process should get requests, and why: what `/ready` answers. Holds names of clusters and pools, and numbers. */
export type Readiness = {
  /**
   * `ready`; `degraded`: requests are answered, some fields are missing or something differs from what is expected; `unready`: the hub,
   * which every request needs, does not answer; `stopping`.
   */
  readonly status: 'ready' | 'degraded' | 'unready' | 'stopping';
  readonly clusters: Readonly<Record<string, ClusterState>>;
  readonly foreignServers: DriftState;
  readonly pools: readonly PoolReading[];
};

export type ClusterState = 'answers' | 'does not answer';

/** How what the gateway reads on the hub compares with what it expects there. */
export type DriftState =
  | { readonly state: 'as expected' }
  /** What differs is in the log; `causeway fdw check` lists it. */
  | { readonly state: 'differ'; readonly differences: number }
  | { readonly state: 'unknown' };

/** Tells how things stand, at any time and within a bounded one. */
export type Readinesses = {
  read(): Promise<Readiness>;
  /** From now on it says `stopping`. */
  stop(): void;
};

/** What readiness looks at. */
export type ReadinessOptions = {
  readonly hub: Pick<Hub, 'look' | 'isGone' | 'readings'>;
  readonly topology: Topology;
  /** See `findVisibleDrift`. */
  readonly findDrift: () => Promise<readonly Change[]>;
  readonly log: Log;
  /** How long an answer may wait for what is being asked, in milliseconds: whoever probes has little patience. */
  readonly patienceMs?: number;
  /** How long what is known of the foreign servers is good for, in milliseconds. */
  readonly driftMs?: number;
};

/**
 * Answers from what is known, and asks the clusters at most every two seconds and for drift every minute, however often it is read.
 * A cluster that takes longer than the patience counts as one that does not answer.
 */
export function watchReadiness(options: ReadinessOptions): Readinesses {
  const { hub, topology, patienceMs = 1_000 } = options;
  const names = [topology.hub, ...topology.others].map(({ name }) => name);
  const drift = watchDrift(options);
  let stopping = false;

  const look = async (name: string): Promise<readonly [string, ClusterState]> => {
    const inTime = await within(hub.look(name), patienceMs);
    return [name, inTime && !hub.isGone(name) ? 'answers' : 'does not answer'];
  };

  return {
    async read() {
      const [states] = await Promise.all([
        Promise.all(names.map(look)),
        hub.isGone(topology.hub.name) ? undefined : within(drift.look(), patienceMs),
      ]);
      const clusters = Object.fromEntries(states);
      const foreignServers = drift.state();
      const isWhole = states.every(([, state]) => state === 'answers') && foreignServers.state !== 'differ';
      const whole = isWhole ? 'ready' : 'degraded';
      const served = clusters[topology.hub.name] === 'answers' ? whole : 'unready';
      return { status: stopping ? 'stopping' : served, clusters, foreignServers, pools: hub.readings() };
    },
    stop() {
      stopping = true;
    },
  };
}

type DriftWatch = { look(): Promise<void>; state(): DriftState };

/** Looks for drift when asked to, one look at a time, and logs what differs once. */
function watchDrift({ findDrift, log, driftMs = 60_000 }: ReadinessOptions): DriftWatch {
  let state: DriftState = { state: 'unknown' };
  let known = '';
  let lookedAt = Number.NEGATIVE_INFINITY;
  let looking: Promise<void> | undefined;

  const look = async (): Promise<void> => {
    try {
      const changes = (await findDrift()).map(describeChange);
      state = changes.length === 0 ? { state: 'as expected' } : { state: 'differ', differences: changes.length };
      if (known !== changes.join('\n')) report(changes, log);
      known = changes.join('\n');
    } catch {
      // That the hub does not answer is told elsewhere.
      state = { state: 'unknown' };
    }
    lookedAt = performance.now();
    looking = undefined;
  };

  return {
    look() {
      if (performance.now() - lookedAt < driftMs) return Promise.resolve();
      looking ??= look();
      return looking;
    },
    state: () => state,
  };
}

function report(changes: readonly string[], log: Log): void {
  if (changes.length === 0) log({ level: 'info', message: 'The foreign servers are as expected again' });
  else {
    const message = 'The foreign servers differ from what is expected; `causeway fdw apply` would mend it';
    log({ level: 'error', message, fields: { differences: changes } });
  }
}
