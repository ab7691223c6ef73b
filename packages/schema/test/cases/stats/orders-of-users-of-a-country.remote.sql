select
  true,
  count(*),
  sum(total)
from
  public.orders
where
  ((user_id = any ($1::bigint[])))
  and ((status = 'paid'));
