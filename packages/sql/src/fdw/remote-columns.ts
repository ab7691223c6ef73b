import { type Kysely, sql } from 'kysely';

/** A column as its own cluster has it. */
export type RemoteColumn = {
  readonly name: string;
  /** As format_type prints it. */
  readonly type: string;
  readonly notNull: boolean;
  readonly ofView: boolean;
  /** Whether the hop's role may read it. */
  readonly readable: boolean;
};

/** The columns of one table or view from the catalogs of its own cluster, in their order; none where it does not exist. */
export async function readRemoteColumns(
  database: Kysely<unknown>,
  schema: string,
  table: string,
  role: string,
): Promise<readonly RemoteColumn[]> {
  const { rows } = await sql<RemoteColumn>`
    select a.attname as name, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as "notNull",
      c.relkind in ('v', 'm') as "ofView",
      exists (
        select from pg_roles r where r.rolname = ${role}
          and has_schema_privilege(r.oid, n.oid, 'USAGE') and has_column_privilege(r.oid, c.oid, a.attnum, 'SELECT')
      ) as readable
    from pg_attribute a
    join pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'p', 'v', 'm', 'f')
    join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = ${schema} and c.relname = ${table} and a.attnum > 0 and not a.attisdropped
    order by a.attnum
  `.execute(database);
  return rows;
}
