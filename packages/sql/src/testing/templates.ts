import { type Kysely, sql } from 'kysely';
import { createDatabase } from '../connect/create-database.ts';
import { createPool } from '../connect/create-pool.ts';
import { loadSample } from '../data/sample.ts';
import { applyForeignServers } from '../fdw/apply.ts';
import { foreignTables } from '../fdw/foreign-tables.ts';
import { openLocalLogins } from '../local/open-local-logins.ts';
import { migrateCluster } from '../migrate/run-migrations.ts';
import type { Cluster, Topology } from '../topology/topology.ts';

/** What test databases hold: tables alone, or the sample of 1,000 users, 30,000 orders and 60,000 items. */
export type TestData = 'empty' | 'sample';

const sampleSizes = { users: 1_000, orders: 30_000 };

/** A topology whose clusters all use the database of that name. */
export function withDatabase({ hub, others }: Topology, database: string): Topology {
  return { hub: { ...hub, database }, others: others.map((cluster) => ({ ...cluster, database })) };
}

/** Runs statements in the cluster's `postgres` database, where databases are made and dropped from. */
export async function onServer<T>(cluster: Cluster, work: (server: Kysely<unknown>) => Promise<T>): Promise<T> {
  return await asAdmin({ ...cluster, database: 'postgres' }, work);
}

/** Copies a template to a database of that name in every cluster, making the template at its first use. */
export async function cloneTemplate(base: Topology, data: TestData, database: string): Promise<void> {
  await ensureTemplate(base, data);
  await onEach(base, (server) => copy(server, `template_${data}`, database));
}

/** Drops the database of that name in every cluster, open sessions included. */
export async function dropEverywhere(base: Topology, database: string): Promise<void> {
  await onEach(base, (server) => drop(server, database));
}

/** One maker at a time, whichever test process: roles belong to the whole cluster, and so does the template. */
async function ensureTemplate(base: Topology, data: TestData): Promise<void> {
  const template = `template_${data}`;
  await onServer(base.hub, (server) =>
    server.transaction().execute(async (lock) => {
      await sql`select pg_advisory_xact_lock(hashtextextended('causeway test templates', 0))`.execute(lock);
      const present = await sql`select from pg_database where datname = ${template}`.execute(lock);
      if (present.rows.length === 0) await makeTemplate(base, data);
    }),
  );
}

/** The hub's template gets its name last: one of that name is complete in every cluster. */
async function makeTemplate(base: Topology, data: TestData): Promise<void> {
  const unfinished = `unfinished_${data}`;
  const topology = withDatabase(base, unfinished);
  await onEach(base, async (server) => {
    await drop(server, unfinished);
    await drop(server, `template_${data}`);
    await copy(server, 'template0', unfinished);
  });
  await Promise.all(
    [topology.hub, ...topology.others].map((cluster) => asAdmin(cluster, (db) => migrateCluster(db, cluster.name))),
  );
  await openLocalLogins(topology);
  if (data === 'sample') await fill(topology);
  await joinClusters(topology, data);
  for (const cluster of [...base.others, base.hub]) {
    await onServer(cluster, (server) =>
      sql`alter database ${sql.id(unfinished)} rename to ${sql.id(`template_${data}`)}`.execute(server),
    );
  }
}

async function fill(topology: Topology): Promise<void> {
  const [users, orders] = ['users', 'orders'].map((name) =>
    createPool(clusterNamed(topology, name), { purpose: 'admin', role: 'writer' }),
  );
  if (users === undefined || orders === undefined) return;
  try {
    await loadSample({ users, orders }, { sizes: sampleSizes });
  } finally {
    await Promise.all([users.end(), orders.end()]);
  }
}

/** Foreign servers, and the statistics of foreign tables: the planner has no others, since remote estimates are off. */
async function joinClusters(topology: Topology, data: TestData): Promise<void> {
  await asAdmin(topology.hub, async (hub) => {
    await applyForeignServers(hub, topology, foreignTables);
    if (data === 'empty') return;
    for (const { cluster, name } of foreignTables) await sql`analyze ${sql.id(`${cluster}_fdw`, name)}`.execute(hub);
  });
}

/** The cluster of that name. */
export function clusterNamed({ hub, others }: Topology, name: string): Cluster {
  const found = [hub, ...others].find((cluster) => cluster.name === name);
  if (found === undefined) throw new Error(`The test topology has no cluster "${name}".`);
  return found;
}

async function asAdmin<T>(cluster: Cluster, work: (database: Kysely<unknown>) => Promise<T>): Promise<T> {
  await using database = createDatabase<unknown>(createPool(cluster, { purpose: 'admin', role: 'writer' }));
  return await work(database);
}

async function onEach(base: Topology, work: (server: Kysely<unknown>) => Promise<void>): Promise<void> {
  await Promise.all([base.hub, ...base.others].map((cluster) => onServer(cluster, work)));
}

async function copy(server: Kysely<unknown>, template: string, database: string): Promise<void> {
  await sql`create database ${sql.id(database)} template ${sql.id(template)}`.execute(server);
}

async function drop(server: Kysely<unknown>, database: string): Promise<void> {
  await sql`drop database if exists ${sql.id(database)} with (force)`.execute(server);
}
