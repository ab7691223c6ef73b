-- Orders whose user is gone are one group of their own. Ids lie in islands without gaps, here a single one: the islands' bounds are
-- enough to tell who is gone, ship as one small array, and leave grouping, sorting and cutting to the other cluster.
with islands as materialized (
  select array_agg(bound order by bound) as bounds
  from (
    select unnest(array[min(id), max(id) + 1]) as bound
    from (select id, id - row_number() over (order by id) as island from users) numbered
    group by island
  ) each_island
), top as materialized (
  select case when width_bucket(user_id, (select bounds from islands)) % 2 = 1 then user_id end as user_id,
         sum(total) as total
  from orders.orders
  where status = 'delivered'
  group by case when width_bucket(user_id, (select bounds from islands)) % 2 = 1 then user_id end
  order by total desc, 1
  limit 10
)
select 'User:' || u.id as user_id, u.name as user_name, top.total
from top left join users u on u.id = top.user_id
order by top.total desc, top.user_id;
