import { createDatabase } from '../connect/create-database.ts';
import { createPool } from '../connect/create-pool.ts';
import type { Topology } from '../topology/topology.ts';
import type { Change } from './change.ts';
import { diffStates } from './diff.ts';
import type { ForeignTable } from './foreign-table.ts';
import { readPresentState } from './present.ts';
import { wantedState } from './wanted.ts';

/** The hub's catalogs answer in milliseconds, or something is wrong with the hub. */
const answerTimeoutMs = 5_000;

/**
 * How what the gateway reads on the hub differs from what it expects there: foreign servers, tables, views and its rights, as the
 * gateway's own login sees them on the end point of its queries. Empty where all is well. What needs an administrator's login to be
 * seen (credentials, owners, the other clusters' catalogs) only `checkForeignServers` tells.
 *
 * It has a connection of its own for as long as it takes, and comes back within some seconds also from a hub that is frozen.
 *
 * @throws what the driver says where the hub does not answer; an Error where the topology lacks a cluster of the foreign tables.
 */
export async function findVisibleDrift(
  topology: Topology,
  foreignTables: readonly ForeignTable[],
): Promise<readonly Change[]> {
  const wanted = wantedState(topology, foreignTables);
  const options = { max: 1, maxUses: 1, answerTimeoutMs, connectTimeoutMs: answerTimeoutMs };
  await using hub = createDatabase<unknown>(
    createPool(topology.hub, { purpose: 'query', role: 'reader', applicationName: 'causeway drift', ...options }),
  );
  return await hub
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (transaction) =>
      diffStates(wanted, await readPresentState(transaction, wanted)).filter(({ kind }) => isVisible[kind]),
    );
}

/** What a login that only reads can see, and what matters to whoever reads. */
const isVisible: Readonly<Record<Change['kind'], boolean>> = {
  'create-extension': true,
  'create-role': false,
  'set-role-login': false,
  'let-admin-act-as-owner': false,
  'let-owner-use-extension': false,
  'revoke-membership': true,
  'change-owner': false,
  'drop-view': true,
  'drop-table': true,
  'drop-mapping': false,
  'drop-server': true,
  'drop-schema': true,
  'create-schema': true,
  'create-server': true,
  'set-server-options': true,
  'create-mapping': false,
  'create-table': true,
  'set-table-options': true,
  'create-view': true,
  revoke: true,
  grant: true,
};
