import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  applyForeignServers,
  createDatabase,
  createPool,
  foreignTables,
  type LocalCluster,
  type LocalClusterName,
  type LocalClusters,
  type LocalStandby,
  startLocalClusters,
  writeMark,
} from '@causeway/sql';
import { makeTemporaryState } from '@causeway/sql/testing';
import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import { migrateClusters } from '../../src/clusters/migrate-clusters.ts';
import type { LogEvent } from '../../src/server/log.ts';
import { serveTopology } from '../../src/server/serve-topology.ts';
import { loopbackConfig } from './loopback-config.ts';
import { type Answer, post, readAnswer } from './post.ts';

/** A gateway over clusters that have a standby each, which is their reader. */
export type StandbyWorld = AsyncDisposable & {
  readonly clusters: LocalClusters;
  readonly url: string;
  /** What the gateway reported, besides a line for each request. */
  readonly logged: readonly LogEvent[];
  standby(name: LocalClusterName): LocalStandby;
  /** A cluster's database at its writer's address, as superuser. */
  admin(name: LocalClusterName): Kysely<unknown>;
  ask(query: string, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  /** Writes to a cluster and gives the header that names the write. */
  write(name: LocalClusterName, statement: string): Promise<{ readonly 'causeway-after': string }>;
};

/** Settings of servers that may be lost, and log who asked what. */
const settings = { fsync: 'off', log_statement: 'all', log_filename: 'test.log', log_rotation_age: '0' };

export async function startStandbyWorld({ behind }: { readonly behind: string }): Promise<StandbyWorld> {
  await using undo = new AsyncDisposableStack();
  const stateDir = await makeTemporaryState();
  undo.defer(() => rm(stateDir, { recursive: true, force: true }));
  const ports = { users: 0, orders: 0 };
  const clusters = undo.use(await startLocalClusters({ stateDir, settings, ports, standbys: ['users', 'orders'] }));
  const { topology } = clusters;
  const databases = new Map(
    [topology.hub, ...topology.others].map((cluster) => {
      const pool = createPool(cluster, { purpose: 'admin', role: 'writer' });
      return [cluster.name, undo.use(createDatabase<unknown>(pool))] as const;
    }),
  );
  const admin = (name: LocalClusterName) => found(databases.get(name));
  await migrateClusters(topology, new AbortController().signal);
  await applyForeignServers(admin('users'), topology, foreignTables);
  await fill(admin);

  const logged: LogEvent[] = [];
  const log = (event: LogEvent) => (event.message === 'request' ? undefined : logged.push(event));
  const gateway = undo.use(await serveTopology(topology, loopbackConfig({ hub: { behind } }), log));
  const owned = undo.move();
  return {
    clusters,
    url: gateway.url,
    logged,
    standby: (name) => found(clusters.standbys[name]),
    admin,
    ask: async (query, headers = {}) => await readAnswer(await fetch(gateway.url, post({ query }, { headers }))),
    write: async (name, statement) => {
      const mark = await admin(name)
        .transaction()
        .execute(async (transaction) => {
          await sql.raw(statement).execute(transaction);
          return await writeMark(transaction);
        });
      return { 'causeway-after': `${name}=${mark}` };
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

function found<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('It was not started.');
  return value;
}

/** One user with one order. The standbys have them before anybody asks. */
async function fill(admin: (name: LocalClusterName) => Kysely<unknown>): Promise<void> {
  const users = `insert into users (email, name, country, tier) values ('a@example.com', 'first', 'DE', 'pro')`;
  await sql.raw(users).execute(admin('users'));
  await sql.raw("insert into orders (user_id, status, total) values (1, 'paid', 1)").execute(admin('orders'));
}

const entryShape = z.object({ application_name: z.string(), user: z.string().optional(), message: z.string() });

/** A statement that a server logged. */
export type LoggedStatement = { readonly application: string; readonly user: string; readonly text: string };

/** What a server was asked since its start, by whom. */
export async function statementsOf({ dataDir }: LocalCluster): Promise<readonly LoggedStatement[]> {
  const folder = join(dataDir, 'log');
  const files = (await readdir(folder)).filter((name) => name.endsWith('.json'));
  const texts = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')));
  return texts.flatMap((text) => text.split('\n').flatMap(readLine));
}

function readLine(line: string): readonly LoggedStatement[] {
  if (!line.endsWith('}')) return [];
  const entry = entryShape.safeParse(JSON.parse(line));
  const text = entry.success ? /^(?:statement|execute [^:]*): (.*)$/s.exec(entry.data.message)?.[1] : undefined;
  if (text === undefined || !entry.success) return [];
  return [{ application: entry.data.application_name, user: entry.data.user ?? '', text }];
}
