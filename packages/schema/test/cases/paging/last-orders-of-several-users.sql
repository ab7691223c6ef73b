with
  "f1" as materialized (
    select
      "rows".*,
      row_number() over (
        order by
          "created_at" asc,
          "id" asc
      ) as "#"
    from
      (
        select
          "id",
          "created_at"
        from
          "users"
        order by
          "created_at" asc,
          "id" asc
        limit
          3
      ) as "rows"
  ),
  "f2" as materialized (
    select
      *
    from
      (
        select
          "id",
          "user_id",
          "created_at",
          row_number() over (
            partition by
              "user_id"
            order by
              "created_at" asc,
              "id" asc
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
              where
                "#" <= 2
            )
          )
      ) as "rows"
    where
      "#" <= 3
  ),
  "f2_page" as (
    select
      "f2"."user_id" as "key",
      count(*) as "taken",
      json_agg(
        json_build_object('id', 'Order:' || "f2"."id", 'createdAt', "f2"."created_at")
        order by
          "f2"."#" desc
      ) filter (
        where
          "f2"."#" <= 2
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
            json_build_object(
              'id',
              'User:' || "f1"."id",
              'orders',
              json_build_object(
                'nodes',
                coalesce("f2_page"."list0", '[]'),
                'pageInfo',
                json_build_object('hasNextPage', false, 'hasPreviousPage', (coalesce("f2_page"."taken", 0) > 2))
              )
            )
            order by
              "f1"."#" desc
          ) filter (
            where
              "f1"."#" <= 2
          )
        from
          "f1"
          left join "f2_page" on "f2_page"."key" = "f1"."id"
      ),
      '[]'
    ),
    'pageInfo',
    json_build_object(
      'hasNextPage',
      false,
      'hasPreviousPage',
      (
        coalesce(
          (
            select
              count(*)
            from
              "f1"
          ),
          0
        ) > 2
      )
    )
  )::text as "value";
