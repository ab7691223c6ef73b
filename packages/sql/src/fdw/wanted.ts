import type { Cluster, Topology } from '../topology/topology.ts';
import { fetchSize } from './fetch-size.ts';
import type { ForeignState, GrantState, Options } from './foreign-state.ts';
import type { ForeignTable } from './foreign-table.ts';

/**
 * Owns every foreign table and view of ours, and the servers too where the topology names no renewer; it is the only role with user
 * mappings. Nobody logs in as it. The gateway reads through its views, so it needs no mapping and cannot see the credential that a
 * mapping holds.
 */
export const ownerRole = 'fdw_hop';

/** The schema of a cluster's foreign tables. The views stand in a schema that is named like the cluster. */
export function foreignSchema(cluster: string): string {
  return `${cluster}_fdw`;
}

/**
 * What has to stand on the hub so that the gateway sees the given tables of other clusters: roles, servers, mappings, foreign
 * tables, views and grants. Pure: the same input gives the same state. A cluster without foreign tables gets nothing. Throws where
 * a table names a cluster that the topology lacks, or that has no `hop` login there.
 */
export function wantedState(topology: Topology, foreignTables: readonly ForeignTable[]): ForeignState {
  const names = new Set(topology.others.map((cluster) => cluster.name));
  for (const { cluster, name } of foreignTables) {
    if (!names.has(cluster)) {
      throw new Error(
        `Foreign table ${name} is of cluster "${cluster}", which the topology lacks (it has: ${[...names].join(', ')}).`,
      );
    }
  }
  const gateway = topology.hub.gateway.user;
  // Altering somebody else's mapping takes the ownership of its server: with it, and nothing else, tokens are renewed.
  const serverOwner = topology.hub.renewer?.user ?? ownerRole;
  const reached = topology.others.flatMap((cluster) => {
    const tables = foreignTables.filter((table) => table.cluster === cluster.name);
    if (tables.length === 0) return [];
    if (cluster.hop === undefined) {
      throw new Error(
        `Cluster "${cluster.name}" has foreign tables, and no "hop" in the topology: add the read-only login that the hub ` +
          'uses there, or all of its tables would be dropped from the hub.',
      );
    }
    return [{ cluster, hop: cluster.hop, tables }];
  });
  const tables = reached.flatMap((entry) => entry.tables);

  return {
    gateway,
    serverOwner,
    roles: [
      { name: ownerRole, login: false },
      { name: gateway, login: true },
      ...(serverOwner === ownerRole ? [] : [{ name: serverOwner, login: true }]),
    ],
    schemas: reached.flatMap(({ cluster }) => [
      { name: foreignSchema(cluster.name), owner: ownerRole },
      { name: cluster.name, owner: ownerRole },
    ]),
    servers: reached.map(({ cluster }) => ({
      name: cluster.name,
      owner: serverOwner,
      options: serverOptions(cluster),
    })),
    mappings: reached.map(({ cluster, hop }) => ({
      server: cluster.name,
      role: ownerRole,
      user: hop.user,
      auth: hop.auth,
      endpoint: cluster.reader,
    })),
    tables: tables.map((table) => ({
      schema: foreignSchema(table.cluster),
      name: table.name,
      owner: ownerRole,
      server: table.cluster,
      options: { schema_name: table.remoteSchema, table_name: table.name },
      columns: table.columns,
    })),
    views: tables.map((table) => ({
      schema: table.cluster,
      name: table.name,
      owner: ownerRole,
      source: { schema: foreignSchema(table.cluster), name: table.name },
      columns: table.columns.map((column) => column.name),
    })),
    grants: [
      ...(serverOwner === ownerRole ? [] : reached).map(
        ({ cluster }): GrantState => ({
          on: 'server',
          schema: null,
          name: cluster.name,
          column: null,
          role: ownerRole,
          privilege: 'USAGE',
        }),
      ),
      ...reached.map(
        ({ cluster }): GrantState => ({
          on: 'schema',
          schema: null,
          name: cluster.name,
          column: null,
          role: gateway,
          privilege: 'USAGE',
        }),
      ),
      ...tables.map(
        (table): GrantState => ({
          on: 'relation',
          schema: table.cluster,
          name: table.name,
          column: null,
          role: gateway,
          privilege: 'SELECT',
        }),
      ),
    ],
  };
}

/** Where RDS and Aurora keep their own certificates on the database host, for the hub's connections to other clusters. */
const rdsCertificates = '/rdsdbdata/rds-metadata/ca-cert.pem';

/** How the hub reaches a cluster: its reader, since the hop only reads. */
function serverOptions(cluster: Cluster): Options {
  return {
    host: cluster.reader.host,
    port: String(cluster.reader.port),
    dbname: cluster.database,
    ...tlsOptions(cluster),
    // A remote that froze or vanished must cost seconds, not the hours of TCP's own patience.
    connect_timeout: '5',
    keepalives: '1',
    keepalives_idle: '10',
    keepalives_interval: '5',
    keepalives_count: '3',
    tcp_user_timeout: '15000',
    // The first two are enforced by the remote, whatever that login is otherwise allowed to do. The third is because each scan is a
    // cursor: PostgreSQL plans one for its first tenth, but the hub reads all of it. Groups of few rows took ten times as long.
    options: '-c default_transaction_read_only=on -c statement_timeout=30000 -c cursor_tuple_fraction=1',
    updatable: 'false',
    truncatable: 'false',
    // Each batch is a round trip: 10,000 rows took 247 ms at 100 a batch and 37 ms in one, at 2.4 ms a round trip.
    fetch_size: String(fetchSize),
    // Estimates come from statistics that ANALYZE keeps here: asking the remote costs round trips for every plan.
    use_remote_estimate: 'false',
    keep_connections: 'on',
    // Whole pages, as many as are needed: other methods read the whole remote table, however large.
    analyze_sampling: 'system',
  };
}

function tlsOptions({ tls }: Cluster): Options {
  if (tls === false) {
    return { sslmode: 'disable' };
  }
  return { sslmode: 'verify-full', sslrootcert: tls.ca === 'rds' ? rdsCertificates : tls.path };
}
