select
  status,
  count(*),
  sum(total),
  round((sum(total) / count(*)), 2)
from
  hop.order_facts
group by
  1
order by
  sum(total) desc nulls first,
  status asc nulls last;
