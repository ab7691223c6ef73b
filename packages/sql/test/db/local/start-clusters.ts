import { startLocalClusters } from '../../../src/local/local-clusters.ts';

/** A program for tests: starts clusters in the folder of its argument, prints their process ids, and waits, or exits at once. */
const [, , stateDir = '', then] = process.argv;
const { clusters } = await startLocalClusters({ stateDir, settings: { fsync: 'off' } });
process.stdout.write(`${JSON.stringify(Object.values(clusters).map(({ pid }) => pid))}\n`);
if (then === 'exit') process.exit(0);
await new Promise(() => {});
