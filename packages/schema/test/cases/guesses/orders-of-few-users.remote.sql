select
  id,
  created_at
from
  public.orders
where
  ((user_id = any ($1::bigint[])))
order by
  created_at desc nulls first,
  id desc nulls first
limit
  2::bigint;
