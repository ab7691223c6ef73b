import { domainCatalog, type RequestContext, readStatistics, type Statistics } from '@causeway/schema';
import { HubError } from '@causeway/sql';
import type { Log } from './log.ts';

/** Statistics of the hub's tables, as new as the last reading. */
export type KeptStatistics = Disposable & {
  readonly current: () => Statistics;
  /** Resolves after the first reading, also where it failed. */
  readonly first: Promise<void>;
};

/** Between two readings, in milliseconds: shares of common values change slowly, and one that is old costs time only. */
const readEveryMs = 300_000;

/**
 * Reads the statistics now and again every few minutes until it is disposed of. Where they cannot be read those
 * of the last time stay, or none, and plans meet all cases in one statement.
 */
export function keepStatistics(hub: RequestContext['hub'], log: Log): KeptStatistics {
  let current: Statistics = {};
  const read = async (): Promise<void> => {
    try {
      current = await readStatistics(hub, domainCatalog);
    } catch (error) {
      // A hub that does not answer is in the log already.
      if (!(error instanceof HubError)) log({ level: 'warn', message: "The hub's statistics cannot be read", error });
    }
  };
  const timer = setInterval(read, readEveryMs).unref();
  return { current: () => current, first: read(), [Symbol.dispose]: () => clearInterval(timer) };
}
