-- First who has so many, then the totals of these alone: most orders belong to users who have fewer. `+ 0` keeps the other cluster
-- from walking the index on user_id for its groups: with its pages out of order, hashing takes a third of the time.
with many as materialized (
  select u.id, u.name, u.country
  from (
    select user_id + 0 as user_id from orders.orders where status = 'delivered' group by user_id + 0 having count(*) >= 10
  ) o
  join users u on u.id = o.user_id
), top as materialized (
  select user_id + 0 as user_id, sum(total) as total from orders.orders where user_id = any (array(select id from many))
  group by user_id + 0 order by total desc, 1 desc limit 20
)
select 'User:' || many.id as id, many.name, many.country
from top join many on many.id = top.user_id
order by top.total desc, many.id desc;
