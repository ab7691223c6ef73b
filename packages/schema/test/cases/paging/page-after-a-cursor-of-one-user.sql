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
  ),
  "f2_page" as (
    select
      "f2"."user_id" as "key",
      count(*) as "taken",
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
      ) as "list0",
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
      ) as "cursors"
    from
      "f2"
    group by
      "f2"."user_id"
  )
select
  json_build_object(
    'orders',
    json_build_object(
      'totalCount',
      coalesce("f4"."count", 0),
      'edges',
      coalesce("f2_page"."list0", '[]'),
      'pageInfo',
      json_build_object(
        'hasNextPage',
        (coalesce("f2_page"."taken", 0) > 2),
        'hasPreviousPage',
        ("f3"."key" is not null),
        'startCursor',
        "f2_page"."cursors" -> 0,
        'endCursor',
        "f2_page"."cursors" -> -1
      )
    )
  )::text as "value"
from
  "f1"
  left join "f2_page" on "f2_page"."key" = "f1"."id"
  left join "f3" on "f3"."key" = "f1"."id"
  left join "f4" on "f4"."key" = "f1"."id";
