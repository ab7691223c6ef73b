with
  "f1" as materialized (
    select
      "rows".*,
      row_number() over (
        order by
          "total" desc,
          "status" asc
      ) as "#"
    from
      (
        select
          "status",
          "count",
          "total",
          "average"
        from
          (
            select
              "status" as "status",
              (count(*))::bigint as "count",
              sum("total") as "total",
              round(sum("total") / count(*), 2) as "average"
            from
              "orders"."order_facts"
            group by
              1
            order by
              sum("total") desc,
              "status" asc
            limit
              100
          ) as "groups"
      ) as "rows"
  )
select
  coalesce(
    json_agg(
      json_build_object(
        'status',
        "f1"."status",
        'count',
        "f1"."count",
        'total',
        "f1"."total"::text,
        'average',
        "f1"."average"::text
      )
      order by
        "f1"."#"
    ),
    '[]'
  )::text as "value"
from
  "f1";
