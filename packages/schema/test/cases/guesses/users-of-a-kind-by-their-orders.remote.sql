select
  user_id
from
  public.orders
where
  ((user_id = any ($1::bigint[])))
  and ((status = 'cancelled'))
group by
  1;
