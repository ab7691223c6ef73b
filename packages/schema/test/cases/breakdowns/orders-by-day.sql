with
  "f1" as materialized (
    select
      "rows".*,
      row_number() over (
        order by
          "period" asc
      ) as "#"
    from
      (
        select
          "period",
          "count",
          "total"
        from
          (
            select
              "day" as "period",
              (count(*))::bigint as "count",
              sum("total") as "total"
            from
              "orders"."order_facts"
            where
              ("created_at" >= cast($1 as timestamptz))
            group by
              1
            order by
              "period" asc
            limit
              3
          ) as "groups"
      ) as "rows"
  )
select
  coalesce(
    json_agg(
      json_build_object('period', "f1"."period", 'count', "f1"."count", 'total', "f1"."total"::text)
      order by
        "f1"."#"
    ),
    '[]'
  )::text as "value"
from
  "f1";
