select
  id,
  sku,
  name,
  category,
  price
from
  public.products
where
  ((id = 7::bigint));

select
  id,
  user_id
from
  public.orders
where
  ((id = 7::bigint));
