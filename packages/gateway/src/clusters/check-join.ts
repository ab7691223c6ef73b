import { checkForeignServers, type Drift, foreignTables, type Topology } from '@causeway/sql';
import { withAdmins } from './with-admin.ts';

/** What differs from the wanted foreign servers, on the hub and behind it; the hub reads a row over each hop where nothing does. */
export async function checkJoin(topology: Topology): Promise<readonly Drift[]> {
  return await withAdmins(topology, async ({ [topology.hub.name]: hub, ...others }) =>
    hub === undefined ? [] : await checkForeignServers(hub, others, topology, foreignTables),
  );
}
