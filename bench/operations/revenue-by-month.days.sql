-- By day, which ships without a view (date_bin); the hub puts days together to months.
with days as materialized (
  select date_bin('1 day', created_at, '2000-01-01 00:00Z') as day, count(*) as count, sum(total) as total
  from orders.orders group by 1
)
select to_json(date_trunc('month', day, 'UTC')) #>> '{}' as period, sum(count) as count, sum(total) as total
from days group by date_trunc('month', day, 'UTC') order by date_trunc('month', day, 'UTC') limit 100;
