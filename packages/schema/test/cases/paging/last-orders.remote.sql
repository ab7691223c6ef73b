select
  count(*)
from
  public.orders;

select
  id,
  created_at
from
  public.orders
order by
  created_at asc nulls last,
  id asc nulls last
limit
  3::bigint;
