select
  (user_id + 0),
  count(*)
from
  public.orders
group by
  1
having
  ((count(*) > 0))
  and ((count(*) <= 647))
  and (
    (
      (count(*) < 647)
      or (
        (count(*) = 647)
        and ((user_id + 0) < 5::bigint)
      )
    )
  )
order by
  count(*) desc nulls first,
  (user_id + 0) desc nulls first;

select
  (user_id + 0),
  count(*)
from
  public.orders
group by
  1;

select
  user_id,
  count(*)
from
  public.orders
where
  ((user_id = any ($1::bigint[])))
group by
  1;
