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
  1::bigint;

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
  3::bigint;
