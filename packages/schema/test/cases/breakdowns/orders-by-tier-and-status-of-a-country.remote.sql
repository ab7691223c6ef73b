select
  null
from
  hop.order_facts
where
  ((user_id = any ($1::bigint[])))
limit
  1::bigint
offset
  20000::bigint;

select
  status,
  user_id,
  count(*)
from
  hop.order_facts
where
  ((user_id = any ($1::bigint[])))
group by
  1,
  2;
