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
      *
    from
      (
        select
          "id",
          "user_id",
          "total",
          row_number() over (
            partition by
              "user_id"
            order by
              "total" desc,
              "id" desc
          ) as "#"
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
      ) as "rows"
    where
      "#" <= 2
  ),
  "f2_page" as (
    select
      "f2"."user_id" as "key",
      count(*) as "taken",
      json_agg(
        json_build_object('id', 'Order:' || "f2"."id", 'total', "f2"."total"::text)
        order by
          "f2"."#" asc
      ) as "list0"
    from
      "f2"
    group by
      "f2"."user_id"
  )
select
  json_build_object(
    'nodes',
    coalesce(
      (
        select
          json_agg(
            json_build_object('id', 'User:' || "f1"."id", 'orders', json_build_object('nodes', coalesce("f2_page"."list0", '[]')))
            order by
              "f1"."created_at" desc,
              "f1"."id" desc
          )
        from
          "f1"
          left join "f2_page" on "f2_page"."key" = "f1"."id"
      ),
      '[]'
    )
  )::text as "value";
