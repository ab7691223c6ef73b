export { type DataCluster, type DataPools, HalfLoadedError } from './data/load-transaction.ts';
export { readFill, TablesNotEmptyError } from './data/require-empty.ts';
export { loadSample, type SampleOptions, type SampleProgress, type SampleSizes } from './data/sample.ts';
export type { ForeignColumn, ForeignTable } from './fdw/foreign-table.ts';
export { hasMigrations, MigrationError, migrateCluster } from './migrate/run-migrations.ts';
export { Secret } from './secret.ts';
export type { Auth, Cluster, Endpoint, Login, Tls, Topology } from './topology/topology.ts';
