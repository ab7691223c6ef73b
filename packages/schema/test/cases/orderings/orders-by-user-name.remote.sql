select
  id,
  user_id
from
  public.orders
where
  ((total >= 990.00));

select
  id,
  user_id
from
  public.orders
where
  ((total >= 990.00));
