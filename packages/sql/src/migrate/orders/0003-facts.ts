import { type Kysely, sql } from 'kysely';

/**
 * What breakdowns group: an order, and an order's line, with the beginnings of their day, week and month (UTC; weeks begin on
 * Monday). `date_trunc` of a timestamptz is not shipped by postgres_fdw, but a column of a remote view is.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`
    create view hop.order_facts as
    select id, user_id, status, total, created_at, updated_at,
           date_trunc('day', created_at, 'UTC') as day,
           date_trunc('week', created_at, 'UTC') as week,
           date_trunc('month', created_at, 'UTC') as month
    from public.orders`.execute(database);

  // The order's columns keep their names, so that a condition on orders reads the same here.
  await sql`
    create view hop.order_line_facts as
    select o.id, o.user_id, o.status, o.total, o.created_at, o.updated_at,
           date_trunc('day', o.created_at, 'UTC') as day,
           date_trunc('week', o.created_at, 'UTC') as week,
           date_trunc('month', o.created_at, 'UTC') as month,
           i.product_id, p.category, i.quantity, i.quantity * i.unit_price as revenue
    from public.order_items i
    join public.orders o on o.id = i.order_id
    join public.products p on p.id = i.product_id`.execute(database);

  await sql`grant select on hop.order_facts, hop.order_line_facts to fdw_reader, gateway`.execute(database);
}
