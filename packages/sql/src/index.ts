export { createDatabase } from './connect/create-database.ts';
export { createPool, type PoolOptions } from './connect/create-pool.ts';
export { processTokens, type TokenReading } from './connect/iam-tokens.ts';
export { WrongServerError } from './connect/server-kind.ts';
export { type ImportOptions, importCsv } from './data/import/import-csv.ts';
export { ImportError, type ImportFault } from './data/import/import-error.ts';
export type { ImportProgress } from './data/import/import-watch.ts';
export { type DataCluster, type DataPools, HalfLoadedError } from './data/load-transaction.ts';
export { readFill, TablesNotEmptyError } from './data/require-empty.ts';
export { loadSample, type SampleOptions, type SampleProgress, type SampleSizes } from './data/sample.ts';
export type { Finding, Outcome } from './doctor/finding.ts';
export { type CheckReport, type DoctorOptions, runDoctor, worstOf } from './doctor/run-doctor.ts';
export type { WantedIndex } from './doctor/wanted-index.ts';
export type { ExplainedPlan, PlanNode } from './explain/plan.ts';
export { type RemoteStatement, remoteStatements, roundTripsOf, rowsOfCtes } from './explain/remote-statements.ts';
export { type ExplainOptions, runExplain } from './explain/run-explain.ts';
export { analyzeForeignTables } from './fdw/analyze.ts';
export { applyForeignServers, planForeignServers } from './fdw/apply.ts';
export { type Change, describeChange } from './fdw/change.ts';
export { checkForeignServers, type Drift, describeDrift } from './fdw/check.ts';
export { ForeignServerError } from './fdw/foreign-server-error.ts';
export type { ForeignColumn, ForeignTable } from './fdw/foreign-table.ts';
export { foreignTables } from './fdw/foreign-tables.ts';
export { type HopRenewal, keepHopsRenewed, type RenewalEvent } from './fdw/keep-hops-renewed.ts';
export { type RenewedHop, renewHops } from './fdw/renew-hops.ts';
export { renewHopsOnce } from './fdw/renew-hops-once.ts';
export { findVisibleDrift } from './fdw/visible-drift.ts';
export type { GatewayLoad } from './hub/ceilings.ts';
export { createGate } from './hub/gate.ts';
export { type Failure, failureOf } from './hub/failure-of.ts';
export { HubError, type HubFailure } from './hub/hub-error.ts';
export type { HubEvent, PoolReading } from './hub/hub-event.ts';
export { defaultHubOptions, type HubOptions } from './hub/hub-options.ts';
export { type Hub, openHub, type StatementOptions } from './hub/open-hub.ts';
export { largestMark, smallestMark, type WriteMarks, writeMark } from './hub/write-marks.ts';
export type { LocalCluster, LocalClusterStep } from './local/local-cluster.ts';
export type { LocalClusterName, PerCluster } from './local/local-cluster-names.ts';
export {
  type LocalClusters,
  type LocalClustersOptions,
  type LocalProgress,
  startLocalClusters,
} from './local/local-clusters.ts';
export type { LocalSignIn } from './local/local-fronts.ts';
export type { LocalStandby } from './local/local-standby.ts';
export { StateInUse } from './local/state-lock.ts';
export { type OpenedLogin, openLogins } from './migrate/open-logins.ts';
export { hasMigrations, MigrationError, migrateCluster } from './migrate/run-migrations.ts';
export { Secret } from './secret.ts';
export type { DB } from './tables.ts';
export { adminOf, requireAdmins } from './topology/admin-of.ts';
export { parseTopology } from './topology/parse-topology.ts';
export { readTopology, readTopologyText } from './topology/read-topology.ts';
export type { Auth, Cluster, Endpoint, Login, Tls, Topology } from './topology/topology.ts';
export { TopologyError, type TopologyFault } from './topology/topology-error.ts';
export { topologyToJson } from './topology/topology-to-json.ts';
