select
  (user_id + 0),
  sum(total)
from
  public.orders
where
  ((user_id = any ($1::bigint[])))
group by
  1
having
  ((sum(total) > 0.00))
order by
  sum(total) desc nulls first,
  (user_id + 0) desc nulls first
limit
  3::bigint;

select
  user_id,
  sum(total)
from
  public.orders
where
  ((user_id = any ($1::bigint[])))
group by
  1;
