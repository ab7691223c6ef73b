-- The cancelled orders of the last 30 days are few: their users, then the kind and the order on the hub.
select 'User:' || id as id, name, to_json(created_at) #>> '{}' as "createdAt"
from (
  select id, name, created_at from users
  where country = 'JP' and tier = 'enterprise'
    and id = any (array(
      select user_id from orders.orders
      where status = 'cancelled' and created_at >= '2025-11-14T05:20:00Z'
      group by user_id
    ))
  order by created_at desc, id desc
  limit 20
) page
order by created_at desc, page.id desc;
