import { analyzeForeignTables, foreignTables } from '@causeway/sql';
import type { TestDatabases } from '@causeway/sql/testing';
import { sql } from 'kysely';
import { nastyRows } from './nasty-rows.ts';

/** Puts the nasty rows into an empty pair of databases, ids included, and gathers statistics. */
export async function insertNastyRows({ admin, topology }: Pick<TestDatabases, 'admin' | 'topology'>): Promise<void> {
  const { users, products, orders, order_items } = nastyRows();
  await sql`
    insert into users (id, email, name, country, tier, created_at, updated_at) overriding system value
    select * from json_to_recordset(${JSON.stringify(users)}::json)
      as t (id bigint, email text, name text, country text, tier text, created_at timestamptz, updated_at timestamptz)`.execute(
    admin('users'),
  );
  await sql`
    insert into products (id, sku, name, category, price) overriding system value
    select * from json_to_recordset(${JSON.stringify(products)}::json)
      as t (id bigint, sku text, name text, category text, price numeric)`.execute(admin('orders'));
  await sql`
    insert into orders (id, user_id, status, total, created_at, updated_at) overriding system value
    select * from json_to_recordset(${JSON.stringify(orders)}::json)
      as t (id bigint, user_id bigint, status text, total numeric, created_at timestamptz, updated_at timestamptz)`.execute(
    admin('orders'),
  );
  await sql`
    insert into order_items (id, order_id, product_id, quantity, unit_price) overriding system value
    select * from json_to_recordset(${JSON.stringify(order_items)}::json)
      as t (id bigint, order_id bigint, product_id bigint, quantity integer, unit_price numeric)`.execute(
    admin('orders'),
  );
  for (const cluster of ['users', 'orders']) await sql`analyze`.execute(admin(cluster));
  await analyzeForeignTables(admin(topology.hub.name), topology, foreignTables);
}
