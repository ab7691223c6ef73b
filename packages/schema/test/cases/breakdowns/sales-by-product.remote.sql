select
  id,
  name
from
  public.products
where
  ((id = any ($1::bigint[])));

select
  product_id,
  sum(quantity),
  sum(revenue)
from
  hop.order_line_facts
group by
  1
order by
  sum(quantity) desc nulls first,
  product_id asc nulls last
limit
  3::bigint;
