import { type Kysely, sql } from 'kysely';
import { attempt } from '../fdw/attempt.ts';
import { quiet } from '../fdw/quiet-log.ts';
import type { Cluster } from '../topology/topology.ts';

/** A login that the topology lets sign in by token: whether the server takes one from now on, or only an administrator can see to it. */
export type OpenedLogin = { readonly user: string; readonly kind: 'opened' | 'refused' };

/**
 * Lets the logins of a cluster sign in as the topology says: migrations make them without a way in. Whose `auth` is IAM, and who
 * does not hold the role `rds_iam` yet, is granted it; where a server has no such role, it is not one of RDS and nothing is done.
 * The hub's renewer gets the right to keep the tokens that it writes out of the server's log.
 *
 * `database` is the admin's connection. Returns whom it let in, and whom it may not: with another login's right, `grant rds_iam`
 * does the same. A login that does not exist yet is left out. Doing it again changes nothing.
 */
export async function openLogins(database: Kysely<unknown>, cluster: Cluster): Promise<readonly OpenedLogin[]> {
  const users = [cluster.gateway, cluster.hop, cluster.renewer].flatMap((login) =>
    login?.auth.kind === 'iam' ? [login.user] : [],
  );
  return await database.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('causeway logins', 0))`.execute(transaction);
    const opened: OpenedLogin[] = [];
    for (const user of await withoutToken(transaction, users)) {
      await attempt(transaction, sql`grant rds_iam to ${sql.id(user)}`);
      const [refused] = await withoutToken(transaction, [user]);
      opened.push({ user, kind: refused === undefined ? 'opened' : 'refused' });
    }
    if (cluster.renewer !== undefined) await letBeQuiet(transaction, cluster.renewer.user);
    return opened;
  });
}

/** Those of some users that exist and do not hold `rds_iam`; none where the server has no such role. */
async function withoutToken(database: Kysely<unknown>, users: readonly string[]): Promise<readonly string[]> {
  const { rows } = await sql<{ user: string }>`
    select login.rolname as user
    from unnest(${users}::text[]) with ordinality wanted (name, place)
    join pg_roles login on login.rolname = wanted.name
    join pg_roles iam on iam.rolname = 'rds_iam'
    where not pg_has_role(login.oid, iam.oid, 'member')
    order by place`.execute(database);
  return rows.map(({ user }) => user);
}

/**
 * The right to change these settings, or, where this login may not give it away but may change them itself, as RDS's master may,
 * the settings themselves. Where neither is possible, renewing says what is missing.
 */
async function letBeQuiet(database: Kysely<unknown>, user: string): Promise<void> {
  const { rows } = await sql<{ name: string; value: string }>`
    select name, value
    from jsonb_each_text(${JSON.stringify(quiet)}::jsonb) setting (name, value)
    join pg_settings using (name)
    join pg_roles on rolname = ${user}
    where not has_parameter_privilege(rolname, name, 'set')`.execute(database);
  for (const { name, value } of rows) {
    const setting = sql.id(...name.split('.'));
    await attempt(database, sql`grant set on parameter ${setting} to ${sql.id(user)}`);
    await attempt(
      database,
      sql`if not has_parameter_privilege(${sql.lit(user)}, ${sql.lit(name)}, 'set') then
        alter role ${sql.id(user)} set ${setting} = ${sql.lit(value)}; end if`,
    );
  }
}
