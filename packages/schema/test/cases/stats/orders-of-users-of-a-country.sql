with
  "f1" as materialized (
    select
      "id" as "key"
    from
      "users"
    where
      ("country" = cast($1 as text))
  ),
  "f2" as materialized (
    select
      true as "key",
      count(*) as "count",
      sum("total") as "total"
    from
      "orders"."orders"
    where
      (
        ("status" = cast($2 as text))
        and (
          "user_id" = any (
            array(
              select
                "key"
              from
                "f1"
            )
          )
        )
      )
  )
select
  json_build_object(
    'count',
    coalesce("f2"."count", '0'::integer),
    'total',
    coalesce("f2"."total", '0.00'::numeric)::text
  )::text as "value"
from
  "f2";
