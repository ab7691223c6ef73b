select
  null
from
  hop.order_facts
where
  ((total >= 990.00));

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
