-- The newest 256 orders in one batch, users looked up on the hub; the orders after them only where the page is not full.
with block as materialized (
  select id, user_id, status, total, created_at from orders.orders order by created_at desc, id desc limit 256
), first_rows as materialized (
  select o.*, u.name from block o join users u on u.id = o.user_id where u.country = 'DE'
), rest as (
  select o.*, u.name
  from (
    select id, user_id, status, total, created_at from orders.orders
    where (select count(*) from first_rows) < 20
      and user_id = any (array(select id from users where country = 'DE'))
    order by created_at desc, id desc
    limit 20
  ) o
  join users u on u.id = o.user_id
  where (select count(*) from first_rows) < 20
), found as (
  select * from first_rows where (select count(*) from first_rows) >= 20 union all select * from rest
)
select 'Order:' || id as id, upper(status) as status, total, to_json(created_at) #>> '{}' as "createdAt",
       'User:' || user_id as user_id, name as user_name
from (select * from found order by created_at desc, id desc limit 20) page
order by created_at desc, page.id desc;
