-- The index read from its other end, and turned round on the hub.
select 'Order:' || id as id, upper(status) as status, total, to_json(created_at) #>> '{}' as "createdAt"
from (
  select id, status, total, created_at from orders.orders
  where user_id = (select id from users where id = 1)
  order by created_at, id
  limit 10
) page
order by created_at desc, page.id desc;
