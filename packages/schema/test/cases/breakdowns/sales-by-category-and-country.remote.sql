select
  category,
  (($1::integer[]) [width_bucket(user_id, $2::bigint[])]),
  sum(quantity),
  sum(revenue),
  count(distinct id)
from
  hop.order_line_facts
group by
  1,
  2;
