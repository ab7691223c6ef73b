import { type FaultClusters, startFaultClusters } from '@causeway/sql/testing';
import { afterAll, beforeAll, test } from 'vitest';
import { endure, expectNoSessions } from '../support/endure.ts';

let clusters: FaultClusters;
beforeAll(async () => {
  clusters = await startFaultClusters();
});
afterAll(() => clusters[Symbol.asyncDispose]());

const cluster = 'orders';

test('the orders cluster is frozen: users are answered, and all is whole once it goes on', async ({ annotate }) => {
  await endure(
    clusters,
    { cluster, begin: () => clusters.freeze(cluster), end: () => clusters.thaw(cluster) },
    annotate,
  );
  await expectNoSessions(clusters);
});

test('the orders cluster is killed, and started again', async ({ annotate }) => {
  await endure(
    clusters,
    { cluster, begin: () => clusters.kill(cluster), end: () => clusters.restart(cluster) },
    annotate,
  );
  await expectNoSessions(clusters);
});

test('the network to the orders cluster is cut without a word, and mended', async ({ annotate }) => {
  const { cut, mend } = await clusters.tunnelHop();
  await endure(clusters, { cluster, begin: cut, end: mend }, annotate);
  await expectNoSessions(clusters);
});
