-- Orders in order, two hundred at a time (fetch_size), each user looked up on the hub; the cursor ends with the page.
select 'Order:' || o.id as id, upper(o.status) as status, o.total, to_json(o.created_at) #>> '{}' as "createdAt",
       'User:' || u.id as user_id, u.name as user_name
from (select * from bench.orders_walk order by created_at desc, id desc offset 0) o
cross join lateral (select id, name from users where id = o.user_id and country = 'DE' offset 0) u
order by o.created_at desc, o.id desc
limit 20;
