import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDatabase } from '../connect/create-database.ts';
import { createPool } from '../connect/create-pool.ts';
import { applyForeignServers } from '../fdw/apply.ts';
import { foreignTables } from '../fdw/foreign-tables.ts';
import { startLocalClusters } from '../local/local-clusters.ts';
import { migrateCluster } from '../migrate/run-migrations.ts';
import { tableTypes } from './table-types.ts';

/**
 * Writes `src/tables.ts` from clusters of its own, which it starts, migrates and stops. Run it as `npx -y pnpm@12 generate-tables` after
 * a change to the migrations of the hub or to the foreign tables.
 */
const stateDir = await mkdtemp(join(tmpdir(), 'causeway-tables-'));
try {
  await using clusters = await startLocalClusters({ stateDir });
  const { hub, others } = clusters.topology;
  await using database = createDatabase<unknown>(createPool(hub, { purpose: 'admin', role: 'writer' }));
  await migrateCluster(database, hub.name);
  await applyForeignServers(database, clusters.topology, foreignTables);
  const text = await tableTypes(
    database,
    others.map(({ name }) => name),
  );
  await writeFile(join(import.meta.dirname, '../tables.ts'), text);
} finally {
  await rm(stateDir, { recursive: true, force: true });
}
