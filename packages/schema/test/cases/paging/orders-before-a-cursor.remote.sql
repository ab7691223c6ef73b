select
  id,
  created_at
from
  public.orders
where
  ((created_at >= '2025-01-01 00:10:00+00'))
  and ((status = 'cancelled'))
  and (
    (
      (created_at > '2025-01-01 00:10:00+00')
      or (
        (created_at = '2025-01-01 00:10:00+00')
        and (id > 20::bigint)
      )
    )
  )
order by
  created_at asc nulls last,
  id asc nulls last
limit
  3::bigint;

select
  null
from
  public.orders
where
  ((created_at <= '2025-01-01 00:10:00+00'))
  and ((status = 'cancelled'))
  and (
    (
      (created_at < '2025-01-01 00:10:00+00')
      or (
        (created_at = '2025-01-01 00:10:00+00')
        and (id <= 20::bigint)
      )
    )
  );
