-- The months between the first order and the last as one array: the look-up ships in the GROUP BY.
with ends as materialized (
  select (select min(created_at) from orders.orders) as first, (select max(created_at) from orders.orders) as last
), months as materialized (
  select array_agg(month order by month) as months
  from ends, generate_series(date_trunc('month', first, 'UTC'), last, interval '1 month', 'UTC') month
), groups as materialized (
  select width_bucket(created_at, (select months from months)) as month, count(*) as count, sum(total) as total
  from orders.orders group by 1
)
select to_json((select months from months)[month]) #>> '{}' as period, count, total
from groups order by groups.month limit 100;
