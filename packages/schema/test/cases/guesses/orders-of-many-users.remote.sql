select
  id,
  user_id,
  created_at
from
  public.orders
order by
  created_at desc nulls first,
  id desc nulls first
limit
  64::bigint;
