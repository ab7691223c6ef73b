select
  user_id,
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
