import { type Kysely, sql } from 'kysely';

/** The users service's own table. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('users')
    .addColumn('id', 'bigint', (column) => column.generatedAlwaysAsIdentity().primaryKey())
    .addColumn('email', 'text', (column) => column.notNull().unique())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('country', 'text', (column) => column.notNull().check(sql`country ~ '^[A-Z]{2}$'`))
    .addColumn('tier', 'text', (column) =>
      column.notNull().defaultTo('free').check(sql`tier in ('free', 'pro', 'enterprise')`),
    )
    .addColumn('created_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
    .addColumn('updated_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
    .execute();
  await database.schema.createIndex('users_country_idx').on('users').columns(['country', 'id']).execute();
  await database.schema
    .createIndex('users_created_at_idx')
    .on('users')
    .columns(['created_at desc', 'id desc'])
    .execute();
}
