with
  "f1" as materialized (
    select
      "id",
      "user_id",
      "status",
      "created_at"
    from
      "orders"."orders"
    order by
      "created_at" desc,
      "id" desc
    limit
      3
  ),
  "f2" as materialized (
    select
      "id",
      "name",
      "tier"
    from
      "users"
    where
      "id" = any (
        array(
          select distinct
            "user_id"
          from
            "f1"
        )
      )
  ),
  "f3" as materialized (
    select
      "id",
      "user_id",
      "created_at",
      "rn" as "#"
    from
      "orders"."orders_by_user"
    where
      "user_id" = any (
        array(
          select distinct
            "id"
          from
            "f2"
        )
      )
      and "rn" <= 1
  ),
  "f4" as materialized (
    select
      "user_id" as "key",
      count(*) as "count"
    from
      "orders"."orders"
    where
      "user_id" = any (
        array(
          select distinct
            "id"
          from
            "f2"
        )
      )
    group by
      "user_id"
  ),
  "f5" as materialized (
    select
      "id",
      "order_id",
      "unit_price",
      "rn" as "#"
    from
      "orders"."order_items_by_order"
    where
      "order_id" = any (
        array(
          select distinct
            "id"
          from
            "f1"
        )
      )
      and "rn" <= 20
  ),
  "f6" as materialized (
    select
      "id"
    from
      "orders"."orders"
    where
      "id" = any (
        array(
          select distinct
            "order_id"
          from
            "f5"
        )
      )
  ),
  "f3_page" as (
    select
      "f3"."user_id" as "key",
      count(*) as "taken",
      json_agg(
        json_build_object('id', 'Order:' || "f3"."id")
        order by
          "f3"."#" asc
      ) as "list0"
    from
      "f3"
    group by
      "f3"."user_id"
  ),
  "f2_json" as (
    select
      "f2"."id" as "key",
      json_build_object(
        'name',
        "f2"."name",
        'tier',
        "f2"."tier",
        'orders',
        json_build_object('totalCount', coalesce("f4"."count", 0), 'nodes', coalesce("f3_page"."list0", '[]'))
      ) as "value"
    from
      "f2"
      left join "f3_page" on "f3_page"."key" = "f2"."id"
      left join "f4" on "f4"."key" = "f2"."id"
  ),
  "f6_json" as (
    select
      "f6"."id" as "key",
      json_build_object('id', 'Order:' || "f6"."id") as "value"
    from
      "f6"
  ),
  "f5_page" as (
    select
      "f5"."order_id" as "key",
      count(*) as "taken",
      json_agg(
        json_build_object('id', 'OrderItem:' || "f5"."id", 'order', "f6_json"."value", 'unitPrice', "f5"."unit_price"::text)
        order by
          "f5"."#" asc
      ) as "list0"
    from
      "f5"
      left join "f6_json" on "f6_json"."key" = "f5"."order_id"
    group by
      "f5"."order_id"
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
              'Order:' || "f1"."id",
              'createdAt',
              "f1"."created_at",
              'status',
              "f1"."status",
              'user',
              "f2_json"."value",
              'items',
              json_build_object('nodes', coalesce("f5_page"."list0", '[]'))
            )
            order by
              "f1"."created_at" desc,
              "f1"."id" desc
          )
        from
          "f1"
          left join "f2_json" on "f2_json"."key" = "f1"."user_id"
          left join "f5_page" on "f5_page"."key" = "f1"."id"
      ),
      '[]'
    )
  )::text as "value";
