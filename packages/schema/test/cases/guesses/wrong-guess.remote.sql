select
  id,
  created_at
from
  public.orders
where
  (
    (
      $1::boolean
      or (
        (created_at <= $2::timestamp with time zone)
        and (
          (created_at < $3::timestamp with time zone)
          or (
            (created_at = $4::timestamp with time zone)
            and (id < $5::bigint)
          )
        )
      )
    )
  )
  and ((user_id = any ($6::bigint[])))
order by
  created_at desc nulls first,
  id desc nulls first
limit
  2::bigint;

select
  id,
  user_id,
  created_at
from
  public.orders
order by
  created_at desc nulls first,
  id desc nulls first
limit
  64::bigint;
