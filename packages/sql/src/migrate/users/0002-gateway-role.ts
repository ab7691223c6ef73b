import { type Kysely, sql } from 'kysely';
import { ensureLogin } from '../ensure-login.ts';

/** The role that queries run as: it reads the service's table and changes nothing. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await ensureLogin(database, 'gateway');
  await sql`grant select on users to gateway`.execute(database);
}
