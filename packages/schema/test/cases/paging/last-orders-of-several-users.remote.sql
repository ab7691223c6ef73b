select
  id,
  user_id,
  created_at
from
  public.orders
where
  ((user_id = any ($1::bigint[])));
