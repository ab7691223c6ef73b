import { readFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { fillSample } from '../packages/gateway/src/clusters/fill-sample.ts';
import { prepareClusters } from '../packages/gateway/src/clusters/prepare-clusters.ts';
import { withAdmin, withDataPools } from '../packages/gateway/src/clusters/with-admin.ts';
import type { ShowStep } from '../packages/gateway/src/progress/show-steps.ts';
import {
  analyzeForeignTables,
  foreignTables,
  type LocalClusters,
  renewHops,
  type SampleSizes,
  startLocalClusters,
  type Topology,
} from '../packages/sql/src/index.ts';

const sizes: SampleSizes = { users: 100_000, orders: 1_000_000 };

/** Users of the sample that live in Iceland from then on: a country that next to nobody is of. */
const rareUsers = [20_000, 50_000, 80_000];

/**
 * Starts the bench's own clusters on the data that its last run left, or makes that data: the sample, three users of a rare
 * country, and the foreign tables that hand-written SQL wishes for. Disposing stops them; the data stays.
 *
 * @throws StateInUse while another run of the bench goes on.
 */
export async function openBenchClusters(fresh: boolean, step: ShowStep, stop: AbortSignal): Promise<LocalClusters> {
  await using stack = new AsyncDisposableStack();
  // Outside the checkout: root's servers run as a user that may not enter it.
  const stateDir = join(tmpdir(), `causeway-bench-${userInfo().username}`);
  const clusters = await step('Start the clusters', () => startLocalClusters({ stateDir, fresh, ports }));
  stack.use(clusters);
  const { topology } = clusters;
  await prepareClusters(topology, step, stop);
  // A token of the last run has ended by now, or was signed for other ports.
  await step('Renew the tokens of the hops', () =>
    withAdmin(topology.hub, (hub) => renewHops(hub, topology, foreignTables)),
  );
  const { kind } = await step('Load the sample', (report) => fillSample(topology, sizes, report, stop));
  if (kind === 'loaded') await step('Vacuum and analyze', () => settle(topology));
  await step('Gather statistics of the foreign tables', () =>
    withAdmin(topology.hub, (hub) => analyzeForeignTables(hub, topology, foreignTables)),
  );
  await step('Add what hand-written SQL wishes for', () => addForeignTables(topology));
  stack.move();
  return clusters;
}

/** Any that is free: the usual ones may belong to clusters that `dev` runs. */
const ports = { users: 0, orders: 0 };

/** Nothing is left for autovacuum to do while the clock runs. */
async function settle(topology: Topology): Promise<void> {
  await withDataPools(topology, async ({ users, orders }) => {
    await users.query(`update users set country = 'IS' where id = any($1)`, [rareUsers]);
    await Promise.all([users, orders].map((pool) => pool.query('vacuum (analyze)')));
  });
}

async function addForeignTables(topology: Topology): Promise<void> {
  const statements = await readFile(join(import.meta.dirname, 'foreign-tables.sql'), 'utf8');
  await withDataPools(topology, ({ users }) => users.query(statements));
}
