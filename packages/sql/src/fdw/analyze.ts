import { type Kysely, sql } from 'kysely';
import type { Topology } from '../topology/topology.ts';
import { actAs } from './act-as.ts';
import type { ForeignTable } from './foreign-table.ts';
import { quoteQualified } from './quote.ts';
import { foreignSchema, ownerRole, wantedState } from './wanted.ts';

/**
 * Gathers the hub's statistics of remote tables, from samples: without them its planner takes each foreign table for a thousand
 * rows. Run it after {@link applyForeignServers} (not within: it asks the other clusters) and now and then as data grows. Views
 * are left out: they cannot be sampled, and reading a ranked view of a million orders took eight seconds.
 *
 * `hub` is the admin's connection. Rejects with the database's error where a cluster does not answer; the others' statistics stay.
 */
export async function analyzeForeignTables(
  hub: Kysely<unknown>,
  topology: Topology,
  foreignTables: readonly ForeignTable[],
): Promise<void> {
  const reached = new Set(wantedState(topology, foreignTables).servers.map(({ name }) => name));
  for (const { cluster, name } of foreignTables.filter((table) => !table.isView && reached.has(table.cluster))) {
    await hub.transaction().execute(async (transaction) => {
      await actAs(transaction, ownerRole);
      await sql.raw(`analyze ${quoteQualified(foreignSchema(cluster), name)}`).execute(transaction);
    });
  }
}
