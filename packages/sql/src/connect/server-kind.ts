import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { Cluster } from '../topology/topology.ts';

/**
 * A writer's address leads to a server that cannot be written to. It passes by itself where a failover is under way: a name is resolved
 * anew for each connection, and RDS changes it within seconds.
 */
export class WrongServerError extends Error {
  override readonly name = 'WrongServerError';
}

/**
 * Lets a pool of a writer's sessions hand out none that is of a standby: each is asked once, as soon as it is open. A reader's
 * sessions may be of either kind, since the reader's address of a cluster without readers leads to its writer.
 *
 * @param timeoutMs how long the server may take to answer
 */
export function onlyOfRole(
  { name, ...endpoints }: Cluster,
  role: 'reader' | 'writer',
  timeoutMs: number,
): Pick<pg.PoolConfig, 'onConnect'> {
  if (role === 'reader') return {};
  const { host, port } = endpoints.writer;
  const onConnect = async (client: pg.ClientBase): Promise<void> => {
    const answer = await Promise.race([
      client.query<{ standby: boolean }>('select pg_catalog.pg_is_in_recovery() as standby'),
      sleep(timeoutMs, undefined, { ref: false }),
    ]);
    if (answer === undefined)
      throw new Error(`Connection terminated: ${host}:${port} did not say whether it is a standby`);
    if (answer.rows[0]?.standby === false) return;
    throw new WrongServerError(
      `The writer of cluster "${name}", ${host}:${port}, is a standby: it can only be read. During a failover that passes within ` +
        "seconds; otherwise correct the cluster's writer in the topology.",
    );
  };
  return { onConnect };
}

/** What a server says of itself, once at the start of a session and whenever it changes: `on` at a standby, `off` at a primary. */
const kindParameter = 'in_hot_standby';

/** read_only_sql_transaction: the server cannot be written to, or the session may not. */
const readOnly = '25006';

/**
 * Drops sessions whose server became of the other kind since they were opened, by a promotion or a demotion, and those that were
 * refused a write: they are not handed out again after the statement that showed it. PostgreSQL tells the change with its next answer,
 * so that it costs nothing to know.
 */
export function dropWhereKindChanged(pool: pg.Pool): void {
  const changed = new WeakSet<pg.Client>();
  pool.on('connect', (client) => {
    client.connection.on('parameterStatus', ({ parameterName }: { readonly parameterName: string }) => {
      if (parameterName === kindParameter) changed.add(client);
    });
    client.connection.on('errorMessage', ({ code }: { readonly code?: string }) => {
      if (code === readOnly) changed.add(client);
    });
  });
  pool.on('release', (_error, client) => {
    // A pool keeps no client that is ending.
    if (changed.has(client)) void client.end();
  });
}
