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
        where
          ("status" = cast($1 as text))
          and "created_at" >= cast($2 as timestamptz)
          and (
            "created_at" > cast($3 as timestamptz)
            or (
              "created_at" = cast($4 as timestamptz)
              and "id" > cast($5 as bigint)
            )
          )
        order by
          "created_at" asc,
          "id" asc
        limit
          3
      ) as "rows"
  ),
  "f2" as materialized (
    select
      true as "key"
    from
      "orders"."orders"
    where
      ("status" = cast($6 as text))
      and "created_at" <= cast($7 as timestamptz)
      and (
        "created_at" < cast($8 as timestamptz)
        or (
          "created_at" = cast($9 as timestamptz)
          and "id" <= cast($10 as bigint)
        )
      )
    limit
      1
  )
select
  json_build_object(
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
      (
        exists (
          select
          from
            "f2"
        )
      ),
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
      ),
      'startCursor',
      (
        select
          json_agg(
            json_build_array(
              '1',
              'Query.orders',
              'created_at desc, id desc',
              to_json("f1"."created_at") #>> '{}',
              to_json("f1"."id") #>> '{}'
            )
            order by
              "f1"."#" desc
          ) filter (
            where
              "f1"."#" <= 2
          )
        from
          "f1"
      ) -> 0
    )
  )::text as "value";
