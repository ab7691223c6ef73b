import { type Kysely, sql } from 'kysely';
import { ensureReaders } from '../ensure-readers.ts';

/**
 * What the hub's hop reads beyond the service's own tables: schema `hop` with the ranked views, and the logins that may read.
 *
 * `rn` numbers the rows of each parent in the order of a page, so that `rn <= n` with a list of keys, both shipped by
 * postgres_fdw, gives the top n of every parent in one scan. docs/decisions/0001-ranked-views.md has the figures.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`create schema hop`.execute(database);

  // The inner window finds each user once, over the index alone; the outer one then reads that user's rows newest first and
  // stops after the rank that is asked for. One window over all of it would read every row of a user who has ten thousand.
  await sql`
    create view hop.orders_by_user as
    select ranked.id, owner.user_id, ranked.status, ranked.total, ranked.created_at, ranked.updated_at, ranked.rn
    from (
      select user_id
      from (
        select user_id, row_number() over (partition by user_id order by created_at desc, id desc) as n
        from public.orders
      ) newest
      where n = 1
    ) owner
    cross join lateral (
      select id, status, total, created_at, updated_at, row_number() over (order by created_at desc, id desc) as rn
      from public.orders
      where user_id = owner.user_id
    ) ranked`.execute(database);

  // An order has few items: reading them all costs less than a second look-up for each order.
  await sql`
    create view hop.order_items_by_order as
    select id, order_id, product_id, quantity, unit_price, row_number() over (partition by order_id order by id) as rn
    from public.order_items`.execute(database);

  await ensureReaders(database);
  await sql`grant usage on schema hop to fdw_reader, gateway`.execute(database);
  await sql`
    grant select on public.orders, public.order_items, public.products, hop.orders_by_user, hop.order_items_by_order
    to fdw_reader, gateway`.execute(database);
}
