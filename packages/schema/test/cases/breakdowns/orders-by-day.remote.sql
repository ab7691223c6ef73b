select
  day,
  count(*),
  sum(total)
from
  hop.order_facts
where
  ((created_at >= '2025-01-03 00:00:00+00'))
group by
  1
order by
  day asc nulls last
limit
  3::bigint;
