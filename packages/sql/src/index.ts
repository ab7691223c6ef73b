export type { ForeignColumn, ForeignTable } from './fdw/foreign-table.ts';
export { hasMigrations, MigrationError, migrateCluster } from './migrate/run-migrations.ts';
export { Secret } from './secret.ts';
export type { Auth, Cluster, Endpoint, Login, Tls, Topology } from './topology/topology.ts';
