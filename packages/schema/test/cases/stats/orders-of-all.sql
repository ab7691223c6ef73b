with
  "f1" as materialized (
    select
      true as "key",
      count(*) as "count",
      sum("total") as "total",
      round(sum("total") / count(*), 2) as "average",
      min("created_at") as "firstAt",
      max("created_at") as "lastAt"
    from
      "orders"."orders"
  )
select
  json_build_object(
    'count',
    coalesce("f1"."count", '0'::integer),
    'total',
    coalesce("f1"."total", '0.00'::numeric)::text,
    'average',
    "f1"."average"::text,
    'firstOrderAt',
    "f1"."firstAt",
    'lastOrderAt',
    "f1"."lastAt"
  )::text as "value"
from
  "f1";
