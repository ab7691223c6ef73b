select
  id
from
  public.products
where
  ((id = any ($1::bigint[])))
  and ((sku = 'SKU-0042'))
group by
  1;

select
  id
from
  public.products
where
  ((id = any ($1::bigint[])))
  and ((sku = 'SKU-0042'))
group by
  1;

select
  id
from
  public.products
where
  ((id = any ($1::bigint[])))
  and ((sku = 'SKU-0042'))
group by
  1;

select
  id,
  created_at
from
  public.orders
order by
  created_at desc nulls first,
  id desc nulls first
limit
  64::bigint;

select
  id,
  created_at
from
  public.orders
where
  ((created_at <= $1::timestamp with time zone))
  and (
    (
      (created_at < $2::timestamp with time zone)
      or (
        (created_at = $3::timestamp with time zone)
        and (id < $4::bigint)
      )
    )
  )
order by
  created_at desc nulls first,
  id desc nulls first
limit
  512::bigint;

select
  id,
  created_at
from
  public.orders
where
  ((created_at <= $1::timestamp with time zone))
  and (
    (
      (created_at < $2::timestamp with time zone)
      or (
        (created_at = $3::timestamp with time zone)
        and (id < $4::bigint)
      )
    )
  )
order by
  created_at desc nulls first,
  id desc nulls first;

select
  id,
  order_id,
  product_id,
  quantity,
  rn
from
  hop.order_items_by_order
where
  ((rn <= 20))
  and ((order_id = any ($1::bigint[])));

select
  id,
  sku
from
  public.products
where
  ((id = any ($1::bigint[])));

select
  order_id,
  product_id,
  quantity
from
  public.order_items
where
  ((quantity >= 3))
  and ((order_id = any ($1::bigint[])));

select
  order_id,
  product_id,
  quantity
from
  public.order_items
where
  ((quantity >= 3))
  and ((order_id = any ($1::bigint[])));

select
  order_id,
  product_id,
  quantity
from
  public.order_items
where
  ((quantity >= 3))
  and ((order_id = any ($1::bigint[])));
