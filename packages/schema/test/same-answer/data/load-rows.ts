import type { TestDatabases } from '@causeway/sql/testing';
import { sql } from 'kysely';
import type { Rows } from './rows.ts';

/** Numbers of any size travel as text. */
type Texts<Row> = { readonly [Column in keyof Row]: Row[Column] extends bigint ? string : Row[Column] };

/** Reads every row of every table from the clusters that own them, by plain selects. */
export async function loadRows({ admin }: Pick<TestDatabases, 'admin'>): Promise<Rows> {
  const [users, orders, items, products] = await Promise.all([
    sql<Texts<Rows['users'][number]>>`
      select id::text, email, name, country, tier, ${micros('created_at')} as "createdAt", ${micros('updated_at')} as "updatedAt"
      from users`.execute(admin('users')),
    sql<Texts<Rows['orders'][number]>>`
      select id::text, user_id::text as "userId", status, ${hundredths('total')} as total,
             ${micros('created_at')} as "createdAt", ${micros('updated_at')} as "updatedAt"
      from orders`.execute(admin('orders')),
    sql<Texts<Rows['items'][number]>>`
      select id::text, order_id::text as "orderId", product_id::text as "productId", quantity,
             ${hundredths('unit_price')} as "unitPrice"
      from order_items`.execute(admin('orders')),
    sql<Texts<Rows['products'][number]>>`
      select id::text, sku, name, category, ${hundredths('price')} as price from products`.execute(admin('orders')),
  ]);
  return {
    users: users.rows.map((row) => ({
      ...row,
      id: BigInt(row.id),
      createdAt: BigInt(row.createdAt),
      updatedAt: BigInt(row.updatedAt),
    })),
    orders: orders.rows.map((row) => ({
      ...row,
      id: BigInt(row.id),
      userId: BigInt(row.userId),
      total: BigInt(row.total),
      createdAt: BigInt(row.createdAt),
      updatedAt: BigInt(row.updatedAt),
    })),
    items: items.rows.map((row) => ({
      ...row,
      id: BigInt(row.id),
      orderId: BigInt(row.orderId),
      productId: BigInt(row.productId),
      unitPrice: BigInt(row.unitPrice),
    })),
    products: products.rows.map((row) => ({ ...row, id: BigInt(row.id), price: BigInt(row.price) })),
  };
}

function micros(column: string) {
  return sql`(extract(epoch from ${sql.ref(column)}) * 1000000)::bigint::text`;
}

function hundredths(column: string) {
  return sql`(${sql.ref(column)} * 100)::bigint::text`;
}
