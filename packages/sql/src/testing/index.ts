/** Helpers for tests of every package: databases of their own on real clusters, what the other cluster received, and folders for clusters of their own. */
export { type FaultClusters, startFaultClusters } from './fault-clusters.ts';
export { type RemoteRecording, type RemoteStatement, recordRemote } from './record-remote.ts';
export { makeTemporaryState } from './temporary-state.ts';
export { createTestDatabases, type TestData, type TestDatabases } from './test-databases.ts';
export type { Tunnel } from './tunnel.ts';
