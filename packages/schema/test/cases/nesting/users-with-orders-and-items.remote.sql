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
  quantity,
  rn
from
  hop.order_items_by_order
where
  ((rn <= 3))
  and ((order_id = any ($1::bigint[])));

select
  id,
  user_id,
  total,
  created_at,
  rn
from
  hop.orders_by_user
where
  ((rn <= 2))
  and ((user_id = any ($1::bigint[])));
