import { foreignTables, type HopRenewal, keepHopsRenewed, type RenewalEvent, type Topology } from '@causeway/sql';
import type { Log } from './log.ts';

/** Keeps the tokens of the hops renewed, and reports: each success to whoever collects logs, each failure with its cause. */
export function renewHopsAndLog(topology: Topology, log: Log): HopRenewal {
  return keepHopsRenewed(topology, foreignTables, { onEvent: (event) => report(event, log) });
}

function report(event: RenewalEvent, log: Log): void {
  switch (event.kind) {
    case 'renewed':
      for (const { server, endsAt } of event.hops) {
        log({
          level: 'info',
          message: `Renewed the token of the hop to ${server}: it ends ${new Date(endsAt).toISOString()}`,
        });
      }
      return;
    case 'left to another process':
      return;
    case 'failed': {
      const message = `The tokens of the hops could not be renewed; again in ${event.retryInMs / 1000} s`;
      log({ level: 'error', message, error: event.error });
    }
  }
}
