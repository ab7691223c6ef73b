import type { Kysely } from 'kysely';
import { ensureLogin } from './ensure-login.ts';

/**
 * The logins that read a cluster behind the hub: the hop's `fdw_reader`, read-only and with a time limit, and `gateway`.
 * For a migration of each such cluster, before it grants them what they may read.
 */
export async function ensureReaders(database: Kysely<unknown>): Promise<void> {
  await ensureLogin(database, 'fdw_reader', {
    connectionLimit: 100,
    settings: { default_transaction_read_only: 'on', statement_timeout: '30s' },
  });
  await ensureLogin(database, 'gateway');
}
