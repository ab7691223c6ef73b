import { type FaultClusters, startFaultClusters } from '@causeway/sql/testing';
import { afterAll, beforeAll, test } from 'vitest';
import { endure, expectNoSessions } from '../support/endure.ts';

let clusters: FaultClusters;
beforeAll(async () => {
  clusters = await startFaultClusters();
});
afterAll(() => clusters[Symbol.asyncDispose]());

const cluster = 'users';

test('the hub is killed, and started again', async ({ annotate }) => {
  await endure(
    clusters,
    { cluster, begin: () => clusters.kill(cluster), end: () => clusters.restart(cluster) },
    annotate,
  );
  await expectNoSessions(clusters);
});

test('the hub is frozen, and goes on', async ({ annotate }) => {
  await endure(
    clusters,
    { cluster, begin: () => clusters.freeze(cluster), end: () => clusters.thaw(cluster) },
    annotate,
  );
  await expectNoSessions(clusters);
});
