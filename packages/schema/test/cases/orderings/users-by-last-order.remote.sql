select
  (user_id + 0),
  max(created_at)
from
  public.orders
group by
  1
order by
  max(created_at) desc nulls last,
  (user_id + 0) desc nulls first
limit
  102::bigint;

select
  (user_id + 0),
  max(created_at)
from
  public.orders
group by
  1;

select
  user_id,
  max(created_at)
from
  public.orders
where
  ((user_id = any ($1::bigint[])))
group by
  1;

select
  user_id,
  max(created_at)
from
  public.orders
where
  ((user_id = any ($1::bigint[])))
group by
  1;
