import { type Kysely, sql, type Transaction } from 'kysely';
import { processTokens } from '../connect/iam-tokens.ts';
import { Secret } from '../secret.ts';
import type { Topology } from '../topology/topology.ts';
import { actAs } from './act-as.ts';
import { toPasswordChange } from './ddl.ts';
import { ForeignServerError } from './foreign-server-error.ts';
import type { WantedMapping } from './foreign-state.ts';
import type { ForeignTable } from './foreign-table.ts';
import { lockForeignServers } from './lock.ts';
import { keepOutOfLogs, requireQuietLog } from './quiet-log.ts';
import { wantedState } from './wanted.ts';

/** A hop that got a new token, and when that ends, in milliseconds since 1970. */
export type RenewedHop = { readonly server: string; readonly user: string; readonly endsAt: number };

/**
 * Gives every hop that signs in with IAM a token that is signed now; none where all have passwords. All in one transaction, one
 * process at a time. Sessions of the hub open their hop anew at its next use. Renew at a third of a token's 15 minutes: one that
 * has ended is noticed only by new connections, long after.
 *
 * `hub` is the renewer's connection to the hub's writer, or that of an admin who may act as the owner of the servers.
 *
 * @throws {ForeignServerError} where a mapping is missing, the login may not change it, or the server would log the token;
 * {@link IamTokenError} where none can be signed. Nothing was changed then.
 */
export async function renewHops(
  hub: Kysely<unknown>,
  topology: Topology,
  foreignTables: readonly ForeignTable[],
): Promise<readonly RenewedHop[]> {
  const { mappings, serverOwner } = wantedState(topology, foreignTables);
  return await hub.transaction().execute(async (transaction) => {
    await lockForeignServers(transaction);
    await keepOutOfLogs(transaction);
    const renewed: RenewedHop[] = [];
    for (const mapping of mappings) {
      if (mapping.auth.kind !== 'iam') continue;
      const { endpoint, user, auth, server } = mapping;
      const { token, endsAt } = await processTokens.fresh({ endpoint, user, auth });
      await setPassword(transaction, mapping, token, serverOwner);
      renewed.push({ server, user, endsAt });
    }
    return renewed;
  });
}

/** Rehearsed with a word that is no secret: a statement that fails is logged by servers whose settings the login may not change. */
async function setPassword(
  transaction: Transaction<unknown>,
  mapping: WantedMapping,
  token: Secret,
  serverOwner: string,
): Promise<void> {
  try {
    await actAs(transaction, serverOwner);
    await sql.raw(toPasswordChange(mapping, new Secret('rehearsal')).reveal()).execute(transaction);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ForeignServerError(
      `The token of the hop at server ${mapping.server} could not be renewed as role "${serverOwner}": ${why}. ` +
        'Apply the foreign servers first (`causeway fdw apply`), and renew with the login that the topology has as renewer.',
      { cause },
    );
  }
  await requireQuietLog(transaction);
  await sql.raw(toPasswordChange(mapping, token).reveal()).execute(transaction);
}
