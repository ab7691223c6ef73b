import type { Kysely } from 'kysely';
import { createDatabase } from '../connect/create-database.ts';
import { createPool } from '../connect/create-pool.ts';
import type { Cluster, Topology } from '../topology/topology.ts';
import { ForeignServerError } from './foreign-server-error.ts';

/** The hub as the login that renews sees it. */
export function asRenewer(hub: Cluster): Cluster {
  return { ...hub, admin: hub.renewer ?? hub.admin };
}

/** A renewal takes milliseconds. The server gives a statement up first; where it is frozen or cut off, this process does. */
const statementTimeoutMs = 15_000;
const answerTimeoutMs = 20_000;

/**
 * Runs `work` in one session of the renewer's at the hub's writer, closed afterwards in whatever state it is: the next attempt begins
 * with a new one, at the instance that is the writer by then. No statement is waited for without end.
 *
 * @throws {ForeignServerError} where no session can be had; whatever `work` throws otherwise.
 */
export async function inRenewalSession<Result>(
  { hub }: Topology,
  work: (session: Kysely<unknown>) => Promise<Result>,
): Promise<Result> {
  const renewer = asRenewer(hub);
  const pool = createPool(renewer, { purpose: 'admin', role: 'writer', max: 1, statementTimeoutMs, answerTimeoutMs });
  await using database = createDatabase<unknown>(pool);
  try {
    (await pool.connect()).release();
  } catch (cause) {
    const { host, port } = hub.writer;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ForeignServerError(
      `The hub "${hub.name}" does not let "${renewer.admin?.user}" in at ${host}, port ${port}, to renew the tokens of the hops: ${why}`,
      { cause },
    );
  }
  return await database.connection().execute(work);
}
