select
  id,
  user_id
from
  public.orders
where
  ((total >= 990.00))
  and ((user_id = any ($1::bigint[])));

select
  id,
  user_id
from
  public.orders
where
  ((total >= 990.00));
