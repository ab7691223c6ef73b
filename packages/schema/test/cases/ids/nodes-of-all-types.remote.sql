select
  id
from
  public.order_items
where
  ((id = 1::bigint));

select
  id,
  price
from
  public.products
where
  ((id = 3::bigint));

select
  id,
  product_id,
  quantity
from
  public.order_items
where
  ((id = 9::bigint));

select
  id,
  sku
from
  public.products
where
  ((id = $1::bigint));

select
  id,
  user_id,
  created_at,
  rn
from
  hop.orders_by_user
where
  ((rn <= 1))
  and ((user_id = any ($1::bigint[])));

select
  id,
  user_id,
  total
from
  public.orders
where
  ((id = 7::bigint));
