with
  "f1" as materialized (
    select
      "id",
      "email"
    from
      "users"
    where
      "id" = cast($1 as bigint)
  )
select
  json_build_object('email', "f1"."email")::text as "value"
from
  "f1";

with
  "f1" as materialized (
    select
      "id",
      "email"
    from
      "users"
    where
      "id" = cast($1 as bigint)
  ),
  "f2" as materialized (
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
    order by
      "created_at" desc,
      "id" desc
    limit
      20
  ),
  "f3" as materialized (
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
    'email',
    "f1"."email",
    'orders',
    json_build_object(
      'totalCount',
      coalesce(
        (
          select
            "count"
          from
            "f3"
        ),
        0
      )
    )
  )::text as "value"
from
  "f1";

with
  "f1" as materialized (
    select
      "id",
      "email"
    from
      "users"
    where
      "email" = cast($1 as text)
  )
select
  json_build_object('id', 'User:' || "f1"."id")::text as "value"
from
  "f1";

with
  "f1" as materialized (
    select
      "id",
      "user_id"
    from
      "orders"."orders"
    where
      "id" = cast($1 as bigint)
  ),
  "f2" as materialized (
    select
      "id"
    from
      "users"
    where
      "id" = (
        select
          "user_id"
        from
          "f1"
      )
  ),
  "f2_json" as (
    select
      "f2"."id" as "key",
      json_build_object('id', 'User:' || "f2"."id") as "value"
    from
      "f2"
  )
select
  json_build_object('id', 'Order:' || "f1"."id", 'user', "f2_json"."value")::text as "value"
from
  "f1"
  left join "f2_json" on "f2_json"."key" = "f1"."user_id";

with
  "f1" as materialized (
    select
      "id",
      "sku",
      "name",
      "category",
      "price"
    from
      "orders"."products"
    where
      "id" = cast($1 as bigint)
  )
select
  json_build_object('sku', "f1"."sku", 'name', "f1"."name", 'category', "f1"."category", 'price', "f1"."price"::text)::text as "value"
from
  "f1";
