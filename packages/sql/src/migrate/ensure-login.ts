import { type Kysely, sql } from 'kysely';

/** What a login starts with; an administrator may change it later, migrations do not run again. */
export type LoginOptions = {
  /** Sessions at once, over all databases of the cluster; unlimited where absent. */
  readonly connectionLimit?: number;
  /** Settings that each new session of this role begins with. */
  readonly settings?: Readonly<Record<string, string>>;
};

/**
 * Makes a role that may log in, without a password, unless a role of that name exists; an existing role is left as it is.
 *
 * Roles belong to the whole cluster, while a migration's history belongs to one database: another database's migration, also
 * one that runs at this moment, may have made the role. The second of two waits at the unique index, then finds the role
 * complete, since the first made it in one transaction.
 */
export async function ensureLogin(database: Kysely<unknown>, role: string, options: LoginOptions = {}): Promise<void> {
  const { connectionLimit = -1, settings = {} } = options;
  const statements = [
    sql`create role ${sql.id(role)} login connection limit ${sql.lit(connectionLimit)}`,
    ...Object.entries(settings).map(
      ([name, value]) => sql`alter role ${sql.id(role)} set ${sql.id(name)} = ${sql.lit(value)}`,
    ),
  ];
  const body = sql`begin ${sql.join(statements, sql`; `)}; exception when duplicate_object or unique_violation then null; end`;
  await sql`do ${sql.lit(body.compile(database).sql)}`.execute(database);
}
