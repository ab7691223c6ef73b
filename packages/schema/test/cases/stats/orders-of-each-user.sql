with
  "f1" as materialized (
    select
      "id",
      "created_at"
    from
      "users"
    order by
      "created_at" desc,
      "id" desc
    limit
      3
  ),
  "f2" as materialized (
    select
      "user_id" as "key",
      count(*) as "count",
      sum("total") as "total",
      round(sum("total") / count(*), 2) as "average"
    from
      "orders"."orders"
    where
      "user_id" = any (
        array(
          select distinct
            "id"
          from
            "f1"
        )
      )
    group by
      "user_id"
  ),
  "f3" as materialized (
    select
      "user_id" as "key",
      count(*) as "count",
      sum("total") as "total",
      round(sum("total") / count(*), 2) as "average"
    from
      "orders"."orders"
    where
      "user_id" = any (
        array(
          select distinct
            "id"
          from
            "f1"
        )
      )
      and ("status" = cast($1 as text))
    group by
      "user_id"
  )
select
  json_build_object(
    'nodes',
    coalesce(
      (
        select
          json_agg(
            json_build_object(
              'id',
              'User:' || "f1"."id",
              'orderStats',
              json_build_object(
                'count',
                coalesce("f2"."count", '0'::integer),
                'total',
                coalesce("f2"."total", '0.00'::numeric)::text,
                'average',
                "f2"."average"::text
              ),
              'cancelled',
              json_build_object(
                'count',
                coalesce("f3"."count", '0'::integer),
                'total',
                coalesce("f3"."total", '0.00'::numeric)::text,
                'average',
                "f3"."average"::text
              )
            )
            order by
              "f1"."created_at" desc,
              "f1"."id" desc
          )
        from
          "f1"
          left join "f2" on "f2"."key" = "f1"."id"
          left join "f3" on "f3"."key" = "f1"."id"
      ),
      '[]'
    )
  )::text as "value";
