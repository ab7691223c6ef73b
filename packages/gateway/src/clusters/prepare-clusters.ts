import { analyzeForeignTables, applyForeignServers, foreignTables, renewHops, type Topology } from '@causeway/sql';
import type { CommandContext } from '../commands/command.ts';
import { messageOf } from '../message-of.ts';
import type { ShowStep } from '../progress/show-steps.ts';
import { migrateClusters } from './migrate-clusters.ts';
import { withAdmin } from './with-admin.ts';

/**
 * Makes clusters ready to be queried, whatever they were before: tables, then foreign servers. Returns whether anything was
 * changed.
 */
export async function prepareClusters(topology: Topology, step: ShowStep, stop: AbortSignal): Promise<boolean> {
  const migrated = await step(
    'Migrate the tables',
    async () => (await migrateClusters(topology, stop)).flatMap(({ applied }) => applied ?? []).length,
    (count) => summary(count, 'migration', 'applied'),
  );
  const changed = await step(
    'Join the clusters',
    async () => (await withAdmin(topology.hub, (hub) => applyForeignServers(hub, topology, foreignTables))).length,
    (count) => summary(count, 'change', 'made'),
  );
  return migrated + changed > 0;
}

/**
 * Tells the hub's planner how many rows the other clusters hold; after new foreign tables and after many new rows. The hub asks them,
 * by tokens that may have ended since anybody asked last. By then what
 * the command is for is done: statistics that cannot be had are worth a warning, no more.
 */
export async function gatherStatistics(
  topology: Topology,
  { step, err, stop }: Pick<CommandContext, 'step' | 'err' | 'stop'>,
): Promise<void> {
  try {
    await step('Gather statistics of the foreign tables', () =>
      withAdmin(topology.hub, async (hub) => {
        await renewHops(hub, topology, foreignTables);
        await analyzeForeignTables(hub, topology, foreignTables);
      }),
    );
  } catch (error) {
    stop.throwIfAborted();
    const advice = 'Without statistics, queries may be planned badly: run `causeway fdw apply` later.';
    err.write(`${advice} ${messageOf(error)}\n`);
  }
}

function summary(count: number, what: string, done: string): string {
  return count === 0 ? 'up to date' : `${count} ${what}${count === 1 ? '' : 's'} ${done}`;
}
