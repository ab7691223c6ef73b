import { setTimeout as sleep } from 'node:timers/promises';
import {
  adminOf,
  type Cluster,
  createDatabase,
  createPool,
  type DataPools,
  type Topology,
  WrongServerError,
} from '@causeway/sql';
import type { Kysely } from 'kysely';
import { CommandFailure } from '../commands/command.ts';
import { messageOf } from '../message-of.ts';

const adminPool = (cluster: Cluster) => createPool(cluster, { purpose: 'admin', role: 'writer' });

const catalogPool = (cluster: Cluster) =>
  cluster.admin === undefined ? createPool(cluster, { purpose: 'query', role: 'writer' }) : adminPool(cluster);

type Pool = ReturnType<typeof adminPool>;

/** The same once it has connected, so that a wrong address or login is told from a fault of the work, and of which cluster it is. */
async function connectedPool(cluster: Cluster): Promise<Pool> {
  const { name, writer } = cluster;
  const { user } = adminOf(cluster);
  await using stack = new AsyncDisposableStack();
  const pool = stack.adopt(adminPool(cluster), (opened) => opened.end());
  try {
    await tryConnection(pool);
    stack.move();
    return pool;
  } catch (cause) {
    throw new CommandFailure(
      `Cluster "${name}" cannot be administered at ${writer.host}, port ${writer.port}, as "${user}": ` +
        `${messageOf(cause)}. Check its writer, tls and admin in the topology.`,
      { cause },
    );
  }
}

/** How long a writer may be a standby, during a failover, and how long is waited before it is tried again, in milliseconds. */
const failoverMs = 10_000;
const pauseMs = 500;

async function tryConnection(pool: Pool): Promise<void> {
  const until = performance.now() + failoverMs;
  for (;;) {
    try {
      return (await pool.connect()).release();
    } catch (error) {
      if (!(error instanceof WrongServerError) || performance.now() > until) throw error;
      await sleep(pauseMs);
    }
  }
}

/** Runs `work` with a database of the cluster's writer under its administrator's login, closed afterwards. */
export async function withAdmin<Result>(
  cluster: Cluster,
  work: (database: Kysely<unknown>) => Promise<Result>,
): Promise<Result> {
  await using database = createDatabase<unknown>(await connectedPool(cluster));
  return await work(database);
}

/**
 * The same with a database of each cluster, by its name; of those behind the hub, whether they answer or not, and as the gateway
 * where they have no administrator: whoever looks at catalogs alone needs none.
 */
export async function withAdmins<Result>(
  { hub, others }: Topology,
  work: (databases: Readonly<Record<string, Kysely<unknown>>>) => Promise<Result>,
): Promise<Result> {
  await using stack = new AsyncDisposableStack();
  const open = ({ name }: Cluster, pool: Pool) => [name, stack.use(createDatabase<unknown>(pool))] as const;
  const opened = [open(hub, await connectedPool(hub)), ...others.map((cluster) => open(cluster, catalogPool(cluster)))];
  return await work(Object.fromEntries(opened));
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
  const open = async (name: string) => {
    const cluster = [hub, ...others].find((candidate) => candidate.name === name);
    if (cluster === undefined)
      throw new Error(`The topology has no cluster "${name}", whose tables these rows are for.`);
    return stack.adopt(await connectedPool(cluster), (pool) => pool.end());
  };
  return await work({ users: await open('users'), orders: await open('orders') });
}
