import { type Kysely, sql } from 'kysely';

/** The orders service's own tables. No constraint on `user_id`: the users live in another cluster. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('products')
    .addColumn('id', 'bigint', (column) => column.generatedAlwaysAsIdentity().primaryKey())
    .addColumn('sku', 'text', (column) => column.notNull().unique())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('category', 'text', (column) => column.notNull())
    .addColumn('price', 'numeric(12, 2)', (column) => column.notNull().check(sql`price >= 0`))
    .execute();

  await database.schema
    .createTable('orders')
    .addColumn('id', 'bigint', (column) => column.generatedAlwaysAsIdentity().primaryKey())
    .addColumn('user_id', 'bigint', (column) => column.notNull())
    .addColumn('status', 'text', (column) =>
      column.notNull().check(sql`status in ('pending', 'paid', 'shipped', 'delivered', 'cancelled')`),
    )
    .addColumn('total', 'numeric(12, 2)', (column) => column.notNull().check(sql`total >= 0`))
    .addColumn('created_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
    .addColumn('updated_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
    .addColumn('idempotency_key', 'text', (column) => column.unique())
    .execute();
  await database.schema
    .createIndex('orders_user_idx')
    .on('orders')
    .columns(['user_id', 'created_at desc', 'id desc'])
    .execute();
  await database.schema
    .createIndex('orders_created_at_idx')
    .on('orders')
    .columns(['created_at desc', 'id desc'])
    .execute();
  await database.schema
    .createIndex('orders_status_idx')
    .on('orders')
    .columns(['status', 'created_at desc', 'id desc'])
    .execute();

  await database.schema
    .createTable('order_items')
    .addColumn('id', 'bigint', (column) => column.generatedAlwaysAsIdentity().primaryKey())
    .addColumn('order_id', 'bigint', (column) => column.notNull().references('orders.id').onDelete('cascade'))
    .addColumn('product_id', 'bigint', (column) => column.notNull().references('products.id'))
    .addColumn('quantity', 'integer', (column) => column.notNull().check(sql`quantity > 0`))
    .addColumn('unit_price', 'numeric(12, 2)', (column) => column.notNull().check(sql`unit_price >= 0`))
    .execute();
  await database.schema.createIndex('order_items_order_idx').on('order_items').columns(['order_id', 'id']).execute();
  await database.schema.createIndex('order_items_product_idx').on('order_items').column('product_id').execute();
}
