import pg from 'pg';
import type { Secret } from '../../secret.ts';
import type { Endpoint } from '../../topology/topology.ts';

/** Tells which users sign in by token: those that hold the role `rds_iam`, directly or through others. */
export type IamUsers = AsyncDisposable & { has(user: string): Promise<boolean> };

/** How long a "yes" is believed, in milliseconds. A "no" is asked again each time, so that a grant holds at once. */
const believedMs = 1_000;

/**
 * Superusers are members of every role to pg_has_role, but not to pg_hba.conf, which is where RDS asks: the grants themselves count.
 */
const holdsRdsIam = `
  with recursive held as (
    select m.roleid from pg_auth_members m join pg_roles r on r.oid = m.member where r.rolname = $1
    union
    select m.roleid from pg_auth_members m join held on m.member = held.roleid
  )
  select exists (select from held join pg_roles r on r.oid = held.roleid where r.rolname = 'rds_iam') as holds`;

/** Asks the real server, as its superuser. `has` rejects where that does not answer. */
export function iamUsers(server: Endpoint, superuser: Secret): IamUsers {
  const pool = new pg.Pool({
    ...server,
    user: 'postgres',
    database: 'postgres',
    password: () => superuser.reveal(),
    ssl: false,
    application_name: 'rds iam emulator',
    max: 2,
    connectionTimeoutMillis: 5_000,
    query_timeout: 5_000,
  });
  pool.on('error', () => {});
  const known = new Map<string, number>();
  return {
    async has(user) {
      if ((known.get(user) ?? 0) > performance.now()) return true;
      const { rows } = await pool.query<{ holds: boolean }>(holdsRdsIam, [user]);
      const holds = rows[0]?.holds === true;
      if (holds) known.set(user, performance.now() + believedMs);
      else known.delete(user);
      return holds;
    },
    [Symbol.asyncDispose]: () => pool.end(),
  };
}
