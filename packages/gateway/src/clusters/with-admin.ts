import { type Cluster, createDatabase, createPool, type DataPools, type Topology } from '@causeway/sql';
import type { Kysely } from 'kysely';

const adminPool = (cluster: Cluster) => createPool(cluster, { purpose: 'admin', role: 'writer' });

/** Runs `work` with a database of the cluster's writer under its administrator's login, closed afterwards. */
export async function withAdmin<Result>(
  cluster: Cluster,
  work: (database: Kysely<unknown>) => Promise<Result>,
): Promise<Result> {
  await using database = createDatabase<unknown>(adminPool(cluster));
  return await work(database);
}

/** The same with a database of each cluster, by its name. */
export async function withAdmins<Result>(
  { hub, others }: Topology,
  work: (databases: Readonly<Record<string, Kysely<unknown>>>) => Promise<Result>,
): Promise<Result> {
  await using stack = new AsyncDisposableStack();
  const entries = [hub, ...others].map((cluster) => [
    cluster.name,
    stack.use(createDatabase<unknown>(adminPool(cluster))),
  ]);
  return await work(Object.fromEntries(entries));
}

/**
 * The same with the pools that loading the sample domain's rows needs.
 *
 * @throws where the topology has no cluster of that name: the rows have no other place.
 */
export async function withDataPools<Result>(
  { hub, others }: Topology,
  work: (pools: DataPools) => Promise<Result>,
): Promise<Result> {
  await using stack = new AsyncDisposableStack();
  const open = (name: string) => {
    const cluster = [hub, ...others].find((candidate) => candidate.name === name);
    if (cluster === undefined)
      throw new Error(`The topology has no cluster "${name}", whose tables these rows are for.`);
    return stack.adopt(adminPool(cluster), (pool) => pool.end());
  };
  return await work({ users: open('users'), orders: open('orders') });
}
