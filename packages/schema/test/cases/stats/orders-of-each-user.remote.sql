select
  user_id,
  count(*),
  sum(total),
  round((sum(total) / count(*)), 2)
from
  public.orders
where
  ((user_id = any ($1::bigint[])))
  and ((status = 'cancelled'))
group by
  1;

select
  user_id,
  count(*),
  sum(total),
  round((sum(total) / count(*)), 2)
from
  public.orders
where
  ((user_id = any ($1::bigint[])))
group by
  1;
