select
  month,
  status,
  count(*),
  sum(total),
  max(month)
from
  hop.order_facts
group by
  1,
  2
order by
  count(*) desc nulls first,
  max(month) asc nulls last,
  status asc nulls last
limit
  3::bigint;
