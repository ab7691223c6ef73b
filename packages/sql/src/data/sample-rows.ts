/**
 * The sample's rows number $1 to $2 of each table, one statement a table. Every value is computed from the row's number, so that
 * batches of any size give the same rows; ids are the identities, in the order of the numbers.
 */
export const generateUsers = `
  insert into public.users (email, name, country, tier, created_at, updated_at)
  select 'user' || g || '@example.com', 'User ' || g,
         (array['US', 'DE', 'CN', 'BR', 'IN', 'GB', 'FR', 'JP'])[1 + g % 8],
         (array['free', 'free', 'free', 'pro', 'pro', 'enterprise'])[1 + (g / 8) % 6],
         t, t
    from (select g, timestamptz '2024-01-01 00:00Z' + g * interval '1 minute' as t
            from generate_series($1::bigint, $2::bigint) g) numbered`;

export const generateProducts = `
  insert into public.products (sku, name, category, price)
  select 'SKU-' || lpad(g::text, 4, '0'), 'Product ' || g,
         (array['books', 'games', 'tools', 'food', 'music'])[1 + g % 5], (g % 300) + 0.99
    from generate_series($1::bigint, $2::bigint) g`;

/** $3 is the number of users. */
export const generateOrders = `
  insert into public.orders (user_id, status, total, created_at, updated_at)
  select case when g % 100 = 1 then 1
              when g % 5 = 0   then 1 + abs(hashint8(g)::bigint) % greatest($3::bigint / 100, 1)
              else                  1 + abs(hashint8(g)::bigint) % $3::bigint end,
         (array['pending', 'paid', 'shipped', 'delivered', 'delivered', 'delivered', 'cancelled'])
           [1 + abs(hashint8(g * 7)::bigint) % 7],
         (abs(hashint8(g * 3)::bigint) % 100000) / 100.0, t, t
    from (select g, timestamptz '2025-01-01 00:00Z' + g * interval '30 seconds' as t
            from generate_series($1::bigint, $2::bigint) g) numbered`;

/** $3 is the number of orders; each has two items. */
export const generateItems = `
  insert into public.order_items (order_id, product_id, quantity, unit_price)
  select 1 + g % $3::bigint, 1 + abs(hashint8(g)::bigint) % 1000, 1 + g % 4, (g % 300) + 0.99
    from generate_series($1::bigint, $2::bigint) g`;
