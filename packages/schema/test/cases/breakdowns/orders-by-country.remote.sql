select
  null
from
  hop.order_facts
where
  ((total >= 990.00))
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
  ((total >= 990.00))
group by
  1;
