import { type Kysely, sql, type Transaction } from 'kysely';
import { processTokens } from '../connect/iam-tokens.ts';
import type { Secret } from '../secret.ts';
import type { Topology } from '../topology/topology.ts';
import { actAs } from './act-as.ts';
import { type Change, describeChange } from './change.ts';
import { toStatement } from './ddl.ts';
import { diffStates } from './diff.ts';
import { ForeignServerError } from './foreign-server-error.ts';
import type { ForeignState, PresentState, WantedMapping } from './foreign-state.ts';
import type { ForeignTable } from './foreign-table.ts';
import { lockForeignServers } from './lock.ts';
import { readPresentState } from './present.ts';
import { keepOutOfLogs } from './quiet-log.ts';
import { ownerRole, wantedState } from './wanted.ts';

/** What separates the hub from the wanted state, in the order in which {@link applyForeignServers} would do it. Changes nothing. */
export async function planForeignServers(
  hub: Kysely<unknown>,
  topology: Topology,
  foreignTables: readonly ForeignTable[],
): Promise<readonly Change[]> {
  const wanted = wantedState(topology, foreignTables);
  return hub
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (transaction) => diffStates(wanted, await readAsOwner(transaction, wanted)));
}

/**
 * Brings the hub to the wanted state and returns what it did; nothing where nothing differed. All in one transaction, and one
 * process at a time. `hub` is the admin's connection: it may create in the database, create roles and use postgres_fdw, and need
 * not be a superuser; the gateway's own login is refused. Throws {@link ForeignServerError}; then nothing was changed.
 */
export async function applyForeignServers(
  hub: Kysely<unknown>,
  topology: Topology,
  foreignTables: readonly ForeignTable[],
): Promise<readonly Change[]> {
  const wanted = wantedState(topology, foreignTables);
  return hub.transaction().execute(async (transaction) => {
    await lockForeignServers(transaction);
    await keepOutOfLogs(transaction);
    const changes = diffStates(wanted, await readAsOwner(transaction, wanted));
    for (const change of changes) {
      await applyChange(transaction, change, wanted);
    }
    const remaining = changes.length === 0 ? [] : diffStates(wanted, await readAsOwner(transaction, wanted));
    if (remaining.length > 0) {
      const list = remaining.map((change) => `\n- ${describeChange(change)}`).join('');
      throw new ForeignServerError(`After all changes the hub still differs from what is wanted:${list}`);
    }
    return changes;
  });
}

async function applyChange(
  transaction: Transaction<unknown>,
  change: Change,
  { serverOwner }: ForeignState,
): Promise<void> {
  try {
    const secret = change.kind === 'create-mapping' ? await passwordOf(change.mapping) : undefined;
    const statement = toStatement(change, secret);
    const roles = { admin: null, owner: ownerRole, 'server-owner': serverOwner } as const;
    await actAs(transaction, roles[statement.as]);
    await sql.raw(statement.text.reveal()).execute(transaction);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ForeignServerError(`Could not ${describeChange(change)}; nothing was changed. ${why}`, { cause: error });
  }
}

/** Only the owner role, or a superuser, may see what its mappings hold; where the login may not act as it yet, it reads as itself. */
async function readAsOwner(transaction: Transaction<unknown>, wanted: ForeignState): Promise<PresentState> {
  await actAs(transaction, null);
  await refuseGateway(transaction, wanted.gateway);
  const asAdmin = await readPresentState(transaction, wanted);
  if (!asAdmin.adminMayActAs.includes(ownerRole)) {
    return asAdmin;
  }
  await actAs(transaction, ownerRole);
  const present = await readPresentState(transaction, wanted);
  await actAs(transaction, null);
  return present;
}

/** Whoever applies can act as the owner role, which reads the mapping's password: the login that queries run as must not. */
async function refuseGateway(transaction: Transaction<unknown>, gateway: string): Promise<void> {
  const { rows } = await sql`select where session_user = ${gateway}`.execute(transaction);
  if (rows.length > 0) {
    throw new ForeignServerError(
      `The foreign servers cannot be managed as "${gateway}", the login that queries run as, since it must not see the ` +
        'hop\'s password: give the hub another login in the topology, as its "admin".',
    );
  }
}

async function passwordOf({ endpoint, user, auth }: WantedMapping): Promise<Secret> {
  return auth.kind === 'password' ? auth.password : (await processTokens.fresh({ endpoint, user, auth })).token;
}
