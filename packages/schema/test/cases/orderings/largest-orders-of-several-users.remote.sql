select
  id,
  user_id,
  total
from
  public.orders
where
  ((user_id = any ($1::bigint[])));
