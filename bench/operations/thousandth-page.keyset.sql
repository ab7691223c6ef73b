-- The cursor's row written out; the bound on created_at alone lets the other cluster's index begin there.
select 'Order:' || id as id, upper(status) as status, total, to_json(created_at) #>> '{}' as "createdAt"
from (
  select id, status, total, created_at from orders.orders
  where user_id = (select id from users where id = 1)
    and created_at <= '2025-01-08 10:20:30Z' and (created_at < '2025-01-08 10:20:30Z' or (created_at = '2025-01-08 10:20:30Z' and id < 21401))
  order by created_at desc, id desc
  limit 10
) page
order by created_at desc, page.id desc;
