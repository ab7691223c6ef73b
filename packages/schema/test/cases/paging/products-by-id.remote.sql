select
  count(*)
from
  public.products;

select
  id
from
  public.products
order by
  id asc nulls last
limit
  1::bigint;

select
  id
from
  public.products
order by
  id asc nulls last
limit
  3::bigint;
