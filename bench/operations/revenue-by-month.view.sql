-- The remote view has the month as a column.
select to_json(month) #>> '{}' as period, count(*) as count, sum(total) as total
from orders.order_facts group by month order by month limit 100;
