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
          "orders"."orders"
        order by
          "created_at" asc,
          "id" asc
        limit
          3
      ) as "rows"
  ),
  "f2" as materialized (
    select
      count(*) as "count"
    from
      "orders"."orders"
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
            json_build_object('id', 'Order:' || "f1"."id", 'createdAt', "f1"."created_at")
            order by
              "f1"."#" desc
          ) filter (
            where
              "f1"."#" <= 2
          )
        from
          "f1"
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
