import type { Pool, PoolClient } from 'pg';

/** The two clusters of the services' tables. */
export type DataCluster = 'users' | 'orders';

/** A pool for each cluster, of a login that owns the tables: loading drops and rebuilds their indexes. */
export type DataPools = Readonly<Record<DataCluster, Pool>>;

/** One client of each cluster, inside its open transaction. */
export type LoadClients = Readonly<Record<DataCluster, PoolClient>>;

/** The second of two commits failed: one cluster holds its rows, the other does not. Says what to do; `cause` is why. */
export class HalfLoadedError extends Error {
  override readonly name = 'HalfLoadedError';
}

type LoadTransaction = AsyncDisposable & { readonly client: PoolClient; commit(): Promise<void> };

/**
 * Runs `work` inside one transaction a cluster, and commits both when it has succeeded; when it throws, nothing stays in either.
 *
 * Two clusters have no common commit. Users are committed first, because users without orders are a state that makes sense and
 * orders without users are not. Should the second commit fail then (the connection was lost in that moment: every constraint has
 * been checked before), it throws {@link HalfLoadedError}; the users stay.
 */
export async function loadTogether<Result>(
  pools: DataPools,
  work: (clients: LoadClients) => Promise<Result>,
): Promise<Result> {
  await using users = await begin(pools.users);
  await using orders = await begin(pools.orders);
  const result = await work({ users: users.client, orders: orders.client });
  await users.commit();
  try {
    await orders.commit();
  } catch (cause) {
    throw new HalfLoadedError(
      'The users are loaded, and the commit of the orders failed. See whether table orders holds rows; if it does not, ' +
        'empty table users and load again.',
      { cause },
    );
  }
  return result;
}

async function begin(pool: Pool): Promise<LoadTransaction> {
  const client = await pool.connect();
  // A lost connection also fails the running statement; without a listener it would end the process.
  const ignore = () => {};
  client.on('error', ignore);
  let open = true;
  const end = async (statement: 'commit' | 'rollback') => {
    open = false;
    let failure: unknown;
    try {
      await client.query(statement);
    } catch (error) {
      failure = error;
    }
    client.off('error', ignore);
    client.release(failure !== undefined);
    return failure;
  };
  const transaction: LoadTransaction = {
    client,
    async commit() {
      const failure = await end('commit');
      if (failure !== undefined) throw failure;
    },
    async [Symbol.asyncDispose]() {
      if (open) await end('rollback');
    },
  };
  try {
    // Loading may take long, and one cluster's session waits while the other's file is read.
    await client.query(`
      begin read write;
      set local statement_timeout = 0;
      set local idle_in_transaction_session_timeout = 0;
      set local lock_timeout = '10s';
      set local maintenance_work_mem = '128MB';
      set local jit = off`);
  } catch (error) {
    await transaction[Symbol.asyncDispose]();
    throw error;
  }
  return transaction;
}
