-- Each user's sum travels; those whose user is gone become one group on the hub.
with sums as materialized (
  select user_id + 0 as user_id, sum(total) as total from orders.orders where status = 'delivered' group by user_id + 0
), top as (
  select u.id, sum(sums.total) as total from sums left join users u on u.id = sums.user_id
  group by u.id order by total desc, u.id limit 10
)
select 'User:' || u.id as user_id, u.name as user_name, top.total
from top left join users u on u.id = top.id
order by top.total desc, top.id;
