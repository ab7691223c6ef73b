select
  id
from
  public.orders
where
  ((id = any ($1::bigint[])));

select
  id,
  order_id,
  unit_price,
  rn
from
  hop.order_items_by_order
where
  ((rn <= 20))
  and ((order_id = any ($1::bigint[])));

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
  status,
  created_at
from
  public.orders
order by
  created_at desc nulls first,
  id desc nulls first
limit
  3::bigint;

select
  user_id,
  count(*)
from
  public.orders
where
  ((user_id = any ($1::bigint[])))
group by
  1;
