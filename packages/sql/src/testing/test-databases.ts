import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import type pg from 'pg';
import { inject } from 'vitest';
import { createDatabase } from '../connect/create-database.ts';
import { createPool, type PoolOptions } from '../connect/create-pool.ts';
import { applyForeignServers } from '../fdw/apply.ts';
import { foreignTables } from '../fdw/foreign-tables.ts';
import { renewHops } from '../fdw/renew-hops.ts';
import type { DB } from '../tables.ts';
import { parseTopology } from '../topology/parse-topology.ts';
import type { Topology } from '../topology/topology.ts';
import './provided-context.ts';
import { type RemoteRecording, recordRemote } from './record-remote.ts';
import { cloneTemplate, clusterNamed, dropEverywhere, type TestData, withDatabase } from './templates.ts';

export type { TestData } from './templates.ts';

/** Databases, one in each cluster, that belong to one test: what it writes nobody else sees, and disposing drops them. */
export type TestDatabases = AsyncDisposable & {
  /** Of these databases, with the logins of gateway, hop and superuser. */
  readonly topology: Topology;
  /** The hub as the gateway's login sees it, for queries only. */
  readonly hub: Kysely<DB>;
  /** A cluster's database as superuser; name the tables' types where the default does not fit. */
  admin<Tables = unknown>(cluster: string): Kysely<Tables>;
  /** Begins to record what the hop sends to a cluster: orders unless named. */
  recordRemote(cluster?: string): Promise<RemoteRecording>;
};

/**
 * Makes a database in each cluster, migrated and joined, `empty` or with the sample of 1,000 users, 30,000 orders and 60,000 items.
 * Usable in test projects with the global setup. Copies of a template: tens of milliseconds after the first use.
 */
export async function createTestDatabases({ data }: { readonly data: TestData }): Promise<TestDatabases> {
  const base = parseTopology(inject('causewayTopology'));
  const database = `test_${randomBytes(6).toString('hex')}`;
  const topology = withDatabase(base, database);
  await using undo = new AsyncDisposableStack();
  undo.defer(() => dropEverywhere(base, database));
  await cloneTemplate(base, data, database);

  const pools = new Map<string, pg.Pool>();
  undo.defer(async () => void (await Promise.all([...pools.values()].map((pool) => pool.end()))));
  const poolOf = (cluster: string, options: PoolOptions) => {
    const key = `${cluster} ${options.purpose}`;
    const pool = pools.get(key) ?? createPool(clusterNamed(topology, cluster), options);
    pools.set(key, pool);
    return pool;
  };
  const admin = <Tables = unknown>(cluster: string) =>
    createDatabase<Tables>(poolOf(cluster, { purpose: 'admin', role: 'writer', max: 4 }));

  await applyForeignServers(admin(topology.hub.name), topology, foreignTables);
  // The template's token may be older than a token lives.
  await renewHops(admin(topology.hub.name), topology, foreignTables);
  const owned = undo.move();
  return {
    topology,
    hub: createDatabase<DB>(poolOf(topology.hub.name, { purpose: 'query', role: 'reader' })),
    admin,
    recordRemote: (cluster = 'orders') => recordRemote(clusterNamed(topology, cluster)),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
