select
  null
from
  hop.order_facts
where
  ((status = 'delivered'))
limit
  1::bigint
offset
  20000::bigint;

select
  user_id,
  count(*),
  sum(total)
from
  hop.order_facts
where
  ((status = 'delivered'))
group by
  1;
