-- The country's users are three: their ids as one array, so that the other cluster finds, sorts and cuts.
with page as materialized (
  select id, user_id, status, total, created_at from orders.orders
  where user_id = any (array(select id from users where country = 'IS'))
  order by created_at desc, id desc
  limit 20
)
select 'Order:' || o.id as id, upper(o.status) as status, o.total, to_json(o.created_at) #>> '{}' as "createdAt",
       'User:' || u.id as user_id, u.name as user_name
from page o
join users u on u.id = o.user_id
order by o.created_at desc, o.id desc;
