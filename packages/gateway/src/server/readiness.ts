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

/** `unknown`: it is reached through the hub, which does not answer itself. */
export type ClusterState = 'answers' | 'does not answer' | 'unknown';

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
  const others = topology.others.map(({ name }) => name);
  const drift = watchDrift(options);
  let stopping = false;

  const look = async (name: string): Promise<boolean> =>
    (await within(hub.look(name), patienceMs)) && !hub.isGone(name);

  return {
    async read() {
      const [hubAnswers, othersAnswer] = await Promise.all([
        look(topology.hub.name),
        Promise.all(others.map(look)),
        hub.isGone(topology.hub.name) ? undefined : within(drift.look(), patienceMs),
      ]);
      const clusters = {
        [topology.hub.name]: toState(hubAnswers),
        ...Object.fromEntries(
          others.map((name, index) => [name, hubAnswers ? toState(othersAnswer[index] === true) : 'unknown']),
        ),
      };
      const foreignServers = drift.state();
      const whole = othersAnswer.every(Boolean) && foreignServers.state !== 'differ' ? 'ready' : 'degraded';
      const status = hubAnswers ? whole : 'unready';
      return { status: stopping ? 'stopping' : status, clusters, foreignServers, pools: hub.readings() };
    },
    stop() {
      stopping = true;
    },
  };
}

function toState(answers: boolean): ClusterState {
  return answers ? 'answers' : 'does not answer';
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
