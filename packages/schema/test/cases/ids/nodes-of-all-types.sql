with
  "f1" as materialized (
    select
      "id",
      "price"
    from
      "orders"."products"
    where
      "id" = cast($1 as bigint)
  ),
  "f2" as materialized (
    select
      "id",
      "name"
    from
      "users"
    where
      "id" = any (cast($2 as bigint[]))
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
      "id",
      "user_id",
      "total"
    from
      "orders"."orders"
    where
      "id" = cast($3 as bigint)
  ),
  "f5" as materialized (
    select
      "id",
      "name"
    from
      "users"
    where
      "id" = (
        select
          "user_id"
        from
          "f4"
      )
  ),
  "f6" as materialized (
    select
      "id"
    from
      "orders"."order_items"
    where
      "id" = cast($4 as bigint)
  ),
  "f1_json" as (
    select
      "f1"."id" as "key",
      json_build_object('!type', 'Product', 'id', 'Product:' || "f1"."id", 'price', "f1"."price"::text) as "value"
    from
      "f1"
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
        '!type',
        'User',
        'id',
        'User:' || "f2"."id",
        'name',
        "f2"."name",
        'orders',
        json_build_object('nodes', coalesce("f3_page"."list0", '[]'))
      ) as "value"
    from
      "f2"
      left join "f3_page" on "f3_page"."key" = "f2"."id"
  ),
  "f5_json" as (
    select
      "f5"."id" as "key",
      json_build_object('name', "f5"."name") as "value"
    from
      "f5"
  ),
  "f4_json" as (
    select
      "f4"."id" as "key",
      json_build_object(
        '!type',
        'Order',
        'id',
        'Order:' || "f4"."id",
        'total',
        "f4"."total"::text,
        'user',
        "f5_json"."value"
      ) as "value"
    from
      "f4"
      left join "f5_json" on "f5_json"."key" = "f4"."user_id"
  ),
  "f6_json" as (
    select
      "f6"."id" as "key",
      json_build_object('!type', 'OrderItem', 'id', 'OrderItem:' || "f6"."id") as "value"
    from
      "f6"
  )
select
  coalesce(
    json_agg(
      case "wanted"."table"
        when 'products' then "f1_json"."value"
        when 'users' then "f2_json"."value"
        when 'orders' then "f4_json"."value"
        when 'order_items' then "f6_json"."value"
      end
      order by
        "wanted"."place"
    ),
    '[]'
  )::text as "value"
from
  unnest(cast($5 as text[]), cast($6 as bigint[])) with ordinality as "wanted" ("table", "key", "place")
  left join "f1_json" on "wanted"."table" = 'products'
  and "f1_json"."key" = "wanted"."key"
  left join "f2_json" on "wanted"."table" = 'users'
  and "f2_json"."key" = "wanted"."key"
  left join "f4_json" on "wanted"."table" = 'orders'
  and "f4_json"."key" = "wanted"."key"
  left join "f6_json" on "wanted"."table" = 'order_items'
  and "f6_json"."key" = "wanted"."key";

with
  "f1" as materialized (
    select
      "id",
      "product_id",
      "quantity"
    from
      "orders"."order_items"
    where
      "id" = cast($1 as bigint)
  ),
  "f2" as materialized (
    select
      "id",
      "sku"
    from
      "orders"."products"
    where
      "id" = (
        select
          "product_id"
        from
          "f1"
      )
  ),
  "f2_json" as (
    select
      "f2"."id" as "key",
      json_build_object('sku', "f2"."sku") as "value"
    from
      "f2"
  ),
  "f1_json" as (
    select
      "f1"."id" as "key",
      json_build_object(
        '!type',
        'OrderItem',
        'id',
        'OrderItem:' || "f1"."id",
        'quantity',
        "f1"."quantity",
        'product',
        "f2_json"."value"
      ) as "value"
    from
      "f1"
      left join "f2_json" on "f2_json"."key" = "f1"."product_id"
  )
select
  coalesce(
    json_agg(
      case "wanted"."table"
        when 'order_items' then "f1_json"."value"
      end
      order by
        "wanted"."place"
    ),
    '[]'
  )::text as "value"
from
  unnest(cast($2 as text[]), cast($3 as bigint[])) with ordinality as "wanted" ("table", "key", "place")
  left join "f1_json" on "wanted"."table" = 'order_items'
  and "f1_json"."key" = "wanted"."key";
