with
  "f1" as materialized (
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
  )
select
  json_build_object(
    'totalCount',
    coalesce(
      (
        select
          "count"
        from
          "f2"
      ),
      0
    ),
    'nodes',
    coalesce(
      (
        select
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
              "f1"."created_at" desc,
              "f1"."id" desc
          )
        from
          "f1"
      ),
      '[]'
    )
  )::text as "value";
