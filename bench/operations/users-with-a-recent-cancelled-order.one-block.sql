-- The newest 512 users of the kind and one probe for all of them; the others only where these do not fill the page. `|| ''` keeps the
-- other cluster from reading all cancelled orders of the month: it looks the users up.
with block as materialized (
  select id, name, created_at from users where country = 'JP' and tier = 'enterprise'
  order by created_at desc, id desc limit 512
), hits as materialized (
  select user_id from orders.orders
  where user_id = any (array(select id from block)) and status || '' = 'cancelled' and created_at >= '2025-11-14T05:20:00Z'
  group by user_id
), met as materialized (
  select * from block where id in (select user_id from hits)
), rest as (
  select id, name, created_at from users
  where (select count(*) from met) < 20 and country = 'JP' and tier = 'enterprise'
    and id in (
      select user_id from orders.orders
      where (select count(*) from met) < 20 and status = 'cancelled' and created_at >= '2025-11-14T05:20:00Z'
      group by user_id
    )
), found as (
  select * from met where (select count(*) from met) >= 20 union all select * from rest
)
select 'User:' || id as id, name, to_json(created_at) #>> '{}' as "createdAt"
from (select * from found order by created_at desc, id desc limit 20) page
order by created_at desc, page.id desc;
