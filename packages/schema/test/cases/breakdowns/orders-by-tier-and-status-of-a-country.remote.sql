select
  null
from
  hop.order_facts
where
  ((user_id = any ($1::bigint[])));

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
