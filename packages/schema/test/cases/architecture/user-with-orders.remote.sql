select
  id,
  name
from
  public.products
where
  ((id = any ($1::bigint[])));

select
  id,
  order_id,
  product_id,
  rn
from
  hop.order_items_by_order
where
  ((rn <= 1))
  and ((order_id = any ($1::bigint[])));

select
  id,
  user_id,
  total,
  created_at
from
  public.orders
where
  ((user_id = $1::bigint))
order by
  created_at desc nulls first,
  id desc nulls first
limit
  2::bigint;
