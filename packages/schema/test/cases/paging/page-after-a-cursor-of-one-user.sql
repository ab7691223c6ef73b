with
  "f1" as materialized (
    select
      "id"
    from
      "users"
    where
      "id" = cast($1 as bigint)
  ),
  "f2" as materialized (
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
          "user_id",
          "created_at"
        from
          "orders"."orders"
        where
          "user_id" = (
            select
              "id"
            from
              "f1"
          )
          and "created_at" <= cast($2 as timestamptz)
          and (
            "created_at" < cast($3 as timestamptz)
            or (
              "created_at" = cast($4 as timestamptz)
              and "id" < cast($5 as bigint)
            )
          )
        order by
          "created_at" desc,
          "id" desc
        limit
          3
      ) as "rows"
  ),
  "f3" as materialized (
    select
      "user_id" as "key"
    from
      "orders"."orders"
    where
      "user_id" = (
        select
          "id"
        from
          "f1"
      )
      and "created_at" >= cast($6 as timestamptz)
      and (
        "created_at" > cast($7 as timestamptz)
        or (
          "created_at" = cast($8 as timestamptz)
          and "id" >= cast($9 as bigint)
        )
      )
    limit
      1
  ),
  "f4" as materialized (
    select
      "user_id" as "key",
      count(*) as "count"
    from
      "orders"."orders"
    where
      "user_id" = (
        select
          "id"
        from
          "f1"
      )
    group by
      "user_id"
  )
select
  json_build_object(
    'orders',
    json_build_object(
      'totalCount',
      coalesce(
        (
          select
            "count"
          from
            "f4"
        ),
        0
      ),
      'edges',
      coalesce(
        (
          select
            json_agg(
              json_build_object(
                'cursor',
                json_build_array(
                  '1',
                  'User.orders',
                  'created_at desc, id desc',
                  to_json("f2"."created_at") #>> '{}',
                  to_json("f2"."id") #>> '{}'
                ),
                'node',
                json_build_object('id', 'Order:' || "f2"."id", 'createdAt', "f2"."created_at")
              )
              order by
                "f2"."#" asc
            ) filter (
              where
                "f2"."#" <= 2
            )
          from
            "f2"
        ),
        '[]'
      ),
      'pageInfo',
      json_build_object(
        'hasNextPage',
        (
          coalesce(
            (
              select
                count(*)
              from
                "f2"
            ),
            0
          ) > 2
        ),
        'hasPreviousPage',
        (
          exists (
            select
            from
              "f3"
          )
        ),
        'startCursor',
        (
          select
            json_agg(
              json_build_array(
                '1',
                'User.orders',
                'created_at desc, id desc',
                to_json("f2"."created_at") #>> '{}',
                to_json("f2"."id") #>> '{}'
              )
              order by
                "f2"."#" asc
            ) filter (
              where
                "f2"."#" <= 2
            )
          from
            "f2"
        ) -> 0,
        'endCursor',
        (
          select
            json_agg(
              json_build_array(
                '1',
                'User.orders',
                'created_at desc, id desc',
                to_json("f2"."created_at") #>> '{}',
                to_json("f2"."id") #>> '{}'
              )
              order by
                "f2"."#" asc
            ) filter (
              where
                "f2"."#" <= 2
            )
          from
            "f2"
        ) -> -1
      )
    )
  )::text as "value"
from
  "f1";
