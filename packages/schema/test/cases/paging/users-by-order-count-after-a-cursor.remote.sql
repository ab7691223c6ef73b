select
  user_id,
  count(*)
from
  public.orders
group by
  1;

select
  user_id,
  count(*)
from
  public.orders
where
  ((user_id = any ($1::bigint[])))
group by
  1;
