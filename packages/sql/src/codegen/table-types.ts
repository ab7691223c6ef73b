import { type Kysely, sql } from 'kysely';
import { type DatabaseMetadata, generate, PostgresDialect } from 'kysely-codegen';
import { foreignSchema } from '../fdw/wanted.ts';

/**
 * The text of `tables.ts`: Kysely's types of everything the gateway reads, from the catalogs of a hub that is migrated and has
 * its foreign servers. Tables of the hub's own are named as they are, views over foreign tables `<cluster>.<name>`.
 */
export async function tableTypes(hub: Kysely<unknown>, clusters: readonly string[]): Promise<string> {
  return generate({
    db: hub,
    dialect: new PostgresDialect(),
    includePattern: `(${['public', ...clusters].join('|')}).*`,
    excludePattern: 'public.kysely_migration*',
    postprocess: ({ metadata }) => markNotNull(hub, metadata),
    typeOnlyImports: true,
    outFile: null,
  });
}

/** PostgreSQL keeps no NOT NULL for a view's columns: it is taken from the foreign table that the view shows. */
async function markNotNull(hub: Kysely<unknown>, metadata: DatabaseMetadata): Promise<DatabaseMetadata> {
  const { rows } = await sql<{ schema: string; table: string; column: string }>`
    select n.nspname as schema, c.relname as table, a.attname as column
    from pg_attribute a
    join pg_class c on c.oid = a.attrelid and c.relkind = 'f'
    join pg_namespace n on n.oid = c.relnamespace
    where a.attnotnull and a.attnum > 0 and not a.attisdropped
  `.execute(hub);
  const notNull = new Set(rows.map(({ schema, table, column }) => JSON.stringify([schema, table, column])));
  for (const table of metadata.tables.filter(({ isView }) => isView)) {
    for (const column of table.columns) {
      const source = [foreignSchema(table.schema ?? 'public'), table.name, column.name];
      column.isNullable &&= !notNull.has(JSON.stringify(source));
    }
  }
  return metadata;
}
