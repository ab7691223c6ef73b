select
  user_id
from
  public.orders
where
  ((user_id = any ($1::bigint[])))
  and ((status = 'paid'))
group by
  1
having
  ((count(*) >= 3))
  and ((sum(total) < 500.00));

select
  user_id
from
  public.orders
where
  ((user_id = any ($1::bigint[])))
  and ((status = 'paid'))
group by
  1
having
  ((count(*) >= 3))
  and ((sum(total) < 500.00));

select
  user_id,
  count(*),
  sum(total)
from
  public.orders
where
  ((user_id = any ($1::bigint[])))
  and ((status = 'paid'))
group by
  1;
