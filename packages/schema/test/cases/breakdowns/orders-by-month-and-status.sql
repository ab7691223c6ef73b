with
  "f1" as materialized (
    select
      "rows".*,
      row_number() over (
        order by
          "count" desc,
          "period" asc,
          "status" asc
      ) as "#"
    from
      (
        select
          "status",
          "period",
          "count",
          "total"
        from
          (
            select
              "month" as "period",
              "status" as "status",
              (count(*))::bigint as "count",
              sum("total") as "total"
            from
              "orders"."order_facts"
            group by
              1,
              2
            order by
              (count(*))::bigint desc,
              max("month") asc,
              "status" asc
            limit
              3
          ) as "groups"
      ) as "rows"
  )
select
  coalesce(
    json_agg(
      json_build_object(
        'period',
        "f1"."period",
        'status',
        "f1"."status",
        'count',
        "f1"."count",
        'total',
        "f1"."total"::text
      )
      order by
        "f1"."#"
    ),
    '[]'
  )::text as "value"
from
  "f1";
