select
  count(*)
from
  public.orders
where
  ((total >= 900.00))
  and ((created_at < '2025-01-05 00:00:00+00'))
  and ((status = 'pending'));

select
  id,
  status,
  total,
  created_at
from
  public.orders
where
  ((total >= 900.00))
  and ((created_at < '2025-01-05 00:00:00+00'))
  and ((status = 'pending'))
order by
  created_at desc nulls first,
  id desc nulls first
limit
  3::bigint;
