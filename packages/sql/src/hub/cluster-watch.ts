import { setTimeout as sleep } from 'node:timers/promises';
import { goneError, type HubError } from './hub-error.ts';
import type { HubEvent } from './hub-event.ts';

/** What a look at a cluster showed; of two clusters on the way the one that does not answer. */
export type Verdict =
  | { readonly kind: 'answers' }
  | { readonly kind: 'gone'; readonly cluster: string; readonly error: unknown };

/** Knows which clusters are gone, so that nobody waits for them. */
export type ClusterWatch = AsyncDisposable & {
  isGone(cluster: string): boolean;
  /** Asks a cluster whether it answers, unless that is known or was asked a moment ago; settles once `isGone` says so. */
  look(cluster: string): Promise<void>;
  /** To be told of a failure that shows a cluster's absence. */
  lost(cluster: string, error: unknown): void;
  /**
   * Watches over a statement for as long as it runs: `giveUp` is called once a cluster that it reaches is gone. Where the statement
   * takes long, the last of the clusters, behind which the others stand, is asked whether it answers at all.
   */
  attend(reached: readonly [string, ...string[]], giveUp: (error: HubError) => void): Disposable;
};

export type ClusterWatchOptions = {
  /** Asks a cluster something that it answers at once; rejects where it cannot, which tells nothing. */
  readonly probe: (cluster: string, stop: AbortSignal) => Promise<Verdict>;
  /** After how many milliseconds without an answer a statement's cluster is asked. */
  readonly suspectMs: number;
  /** Milliseconds between two questions to a cluster that is gone. */
  readonly probeMs: number;
  readonly onEvent: (event: HubEvent) => void;
};

/**
 * A circuit breaker a cluster. It opens by a failure to connect or by a question that is not answered, never by a statement that is
 * merely slow; one question at a time is let through until one is answered, whoever else would like to know.
 */
export function watchClusters({ probe, suspectMs, probeMs, onEvent }: ClusterWatchOptions): ClusterWatch {
  const stop = new AbortController();
  const gone = new Map<string, Promise<void>>();
  const asked = new Map<string, { at: number; readonly answer: Promise<void> }>();
  const running = new Set<{ readonly reached: readonly string[]; readonly giveUp: (error: HubError) => void }>();

  const lost = (cluster: string, error: unknown) => {
    if (gone.has(cluster) || stop.signal.aborted) return;
    gone.set(cluster, waitFor(cluster));
    onEvent({ kind: 'gone', cluster, error });
    for (const { reached, giveUp } of running) if (reached.includes(cluster)) giveUp(goneError(cluster, error));
  };

  const waitFor = async (cluster: string): Promise<void> => {
    do {
      await sleep(probeMs, undefined, { signal: stop.signal }).catch(() => {});
      if (stop.signal.aborted) return;
    } while (!(await answers(cluster)));
    gone.delete(cluster);
    onEvent({ kind: 'back', cluster });
  };

  const answers = (cluster: string): Promise<boolean> =>
    probe(cluster, stop.signal).then(
      ({ kind }) => kind === 'answers',
      () => false,
    );

  const ask = async (cluster: string): Promise<void> => {
    const verdict = await probe(cluster, stop.signal);
    if (verdict.kind === 'gone') lost(verdict.cluster, verdict.error);
  };

  /** However many wait for it, a cluster is asked one question at a time, and again only after that time. */
  const look = (cluster: string): Promise<void> => {
    const last = asked.get(cluster);
    if (gone.has(cluster)) return Promise.resolve();
    if (last !== undefined && performance.now() - last.at < suspectMs) return last.answer;
    const question = { at: Number.POSITIVE_INFINITY, answer: ask(cluster).catch(() => {}) };
    asked.set(cluster, question);
    return question.answer.finally(() => {
      question.at = performance.now();
    });
  };

  return {
    isGone: (cluster) => gone.has(cluster),
    look,
    lost,
    attend(reached, giveUp) {
      const statement = { reached, giveUp };
      running.add(statement);
      const timer = setInterval(() => void look(reached.at(-1) ?? reached[0]), suspectMs);
      return {
        [Symbol.dispose]: () => {
          running.delete(statement);
          clearInterval(timer);
        },
      };
    },
    async [Symbol.asyncDispose]() {
      stop.abort();
      await Promise.all([...gone.values(), ...[...asked.values()].map(({ answer }) => answer)]);
    },
  };
}
