with
  "f1" as materialized (
    select
      "id",
      "name",
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
      "id",
      "user_id",
      "total",
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
            "f1"
        )
      )
      and "rn" <= 2
  ),
  "f3" as materialized (
    select
      "id",
      "order_id",
      "product_id",
      "quantity",
      "rn" as "#"
    from
      "orders"."order_items_by_order"
    where
      "order_id" = any (
        array(
          select distinct
            "id"
          from
            "f2"
        )
      )
      and "rn" <= 3
  ),
  "f4" as materialized (
    select
      "id",
      "name"
    from
      "orders"."products"
    where
      "id" = any (
        array(
          select distinct
            "product_id"
          from
            "f3"
        )
      )
  ),
  "f4_json" as (
    select
      "f4"."id" as "key",
      json_build_object('name', "f4"."name") as "value"
    from
      "f4"
  ),
  "f3_page" as (
    select
      "f3"."order_id" as "key",
      count(*) as "taken",
      json_agg(
        json_build_object('quantity', "f3"."quantity", 'product', "f4_json"."value")
        order by
          "f3"."#" asc
      ) as "list0"
    from
      "f3"
      left join "f4_json" on "f4_json"."key" = "f3"."product_id"
    group by
      "f3"."order_id"
  ),
  "f2_page" as (
    select
      "f2"."user_id" as "key",
      count(*) as "taken",
      json_agg(
        json_build_object('total', "f2"."total"::text, 'items', json_build_object('nodes', coalesce("f3_page"."list0", '[]')))
        order by
          "f2"."#" asc
      ) as "list0"
    from
      "f2"
      left join "f3_page" on "f3_page"."key" = "f2"."id"
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
            json_build_object('name', "f1"."name", 'orders', json_build_object('nodes', coalesce("f2_page"."list0", '[]')))
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
