import type { DataPools } from './load-transaction.ts';
import { dataTables } from './require-empty.ts';
import { runTogether } from './run-together.ts';

/** Every row is loaded, and what should have followed failed: nothing is lost but time. `cause` is why. */
export class VacuumError extends Error {
  override readonly name = 'VacuumError';
}

/**
 * Gathers statistics of tables that were just loaded, and marks their pages as visible to all. Without these marks an index-only
 * scan looks up each row in its table: the newest orders of fifty users took 54 ms, and 1 ms after this, which takes a second for
 * 900,000 rows. VACUUM runs in no transaction, so call it after the commit.
 *
 * Throws {@link VacuumError}; autovacuum then does the same within minutes.
 */
export async function vacuumTables(pools: DataPools): Promise<void> {
  const tables = (cluster: keyof DataPools) => dataTables[cluster].map((table) => `public.${table}`).join(', ');
  try {
    await runTogether(undefined, [
      async () => void (await pools.users.query(`vacuum (analyze) ${tables('users')}`)),
      async () => void (await pools.orders.query(`vacuum (analyze) ${tables('orders')}`)),
    ]);
  } catch (cause) {
    throw new VacuumError(
      'All rows are loaded, but their tables could not be vacuumed: queries take longer until autovacuum has been by, or ' +
        '`vacuum (analyze)` has been run in both databases.',
      { cause },
    );
  }
}
