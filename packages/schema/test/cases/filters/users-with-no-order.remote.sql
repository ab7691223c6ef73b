select
  user_id
from
  public.orders
where
  ((user_id = any ($1::bigint[])))
  and ((status = 'delivered'))
group by
  1;

select
  user_id
from
  public.orders
where
  ((user_id = any ($1::bigint[])))
  and ((status = 'delivered'))
group by
  1;

select
  user_id
from
  public.orders
where
  ((user_id = any ($1::bigint[])))
  and ((status = 'delivered'))
group by
  1;
