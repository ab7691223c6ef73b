with
  "f1" as materialized (
    select
      "rows".*,
      row_number() over (
        order by
          "created_at" desc,
          "id" desc
      ) as "#"
    from
      (
        select
          "id",
          "status",
          "total",
          "created_at"
        from
          "orders"."orders"
        where
          (
            ("status" = cast($1 as text))
            and ("total" >= cast($2 as numeric))
            and not ("created_at" >= cast($3 as timestamptz))
          )
        order by
          "created_at" desc,
          "id" desc
        limit
          3
      ) as "rows"
  ),
  "f2" as materialized (
    select
      count(*) as "count"
    from
      "orders"."orders"
    where
      (
        ("status" = cast($4 as text))
        and ("total" >= cast($5 as numeric))
        and not ("created_at" >= cast($6 as timestamptz))
      )
  ),
  "f1_page" as (
    select
      count(*) as "taken",
      json_agg(
        json_build_object(
          'id',
          'Order:' || "f1"."id",
          'status',
          "f1"."status",
          'total',
          "f1"."total"::text,
          'createdAt',
          "f1"."created_at"
        )
        order by
          "f1"."#" asc
      ) as "list0"
    from
      "f1"
  )
select
  json_build_object('totalCount', coalesce("f2"."count", 0), 'nodes', coalesce("f1_page"."list0", '[]'))::text as "value"
from
  (
    select
  ) as "root"
  left join "f1_page" on true
  left join "f2" on true;
