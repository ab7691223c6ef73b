select
  null
from
  hop.order_facts
where
  ((status = 'delivered'));

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
