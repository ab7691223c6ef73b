select
  id,
  user_id,
  created_at
from
  public.orders
where
  ((created_at <= '2025-01-08 00:00:30+00'))
  and ((user_id = $1::bigint))
  and (
    (
      (created_at < '2025-01-08 00:00:30+00')
      or (
        (created_at = '2025-01-08 00:00:30+00')
        and (id < 20161::bigint)
      )
    )
  )
order by
  created_at desc nulls first,
  id desc nulls first
limit
  3::bigint;

select
  user_id
from
  public.orders
where
  ((created_at >= '2025-01-08 00:00:30+00'))
  and ((user_id = $1::bigint))
  and (
    (
      (created_at > '2025-01-08 00:00:30+00')
      or (
        (created_at = '2025-01-08 00:00:30+00')
        and (id >= 20161::bigint)
      )
    )
  )
limit
  1::bigint;

select
  user_id,
  count(*)
from
  public.orders
where
  ((user_id = $1::bigint))
group by
  1;
