import type { Kysely } from 'kysely';
import { ensureLogin } from '../ensure-login.ts';

/** The login that renews the tokens of the hops. It reads no table: applying the foreign servers gives it those. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await ensureLogin(database, 'fdw_renewer', { connectionLimit: 20 });
}
