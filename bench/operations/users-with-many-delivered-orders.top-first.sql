-- The other cluster aggregates, sorts and cuts in one pass. A user may be gone, which only the hub knows: a few more than the page,
-- and all of them only where that was not enough.
with top as materialized (
  select user_id, sum(total) as total from orders.orders
  group by user_id having count(*) filter (where status = 'delivered') >= 10
  order by total desc, user_id desc limit 40
), met as materialized (
  select u.id, u.name, u.country, top.total from top join users u on u.id = top.user_id
), gate as materialized (
  select (select count(*) from met) >= 20 or (select count(*) from top) < 40 as enough
), rest as (
  select u.id, u.name, u.country, o.total
  from (
    select user_id, sum(total) as total from orders.orders where not (select enough from gate)
    group by user_id having count(*) filter (where status = 'delivered') >= 10
  ) o
  join users u on u.id = o.user_id
), found as (
  select * from met where (select enough from gate) union all select * from rest where not (select enough from gate)
)
select 'User:' || id as id, name, country
from (select * from found order by total desc, id desc limit 20) page
order by total desc, page.id desc;
