with
  "f1" as materialized (
    select
      "id",
      "email",
      "name"
    from
      "users"
    where
      "id" = cast($1 as bigint)
  ),
  "f2" as materialized (
    select
      "id",
      "user_id",
      "total",
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
      1
  ),
  "f3" as materialized (
    select
      "id",
      "user_id",
      "total",
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
      3
  )
select
  json_build_object(
    'name',
    "f1"."name",
    'other',
    "f1"."name",
    'id',
    'User:' || "f1"."id",
    'newest',
    json_build_object(
      'nodes',
      coalesce(
        (
          select
            json_agg(
              json_build_object('id', 'Order:' || "f2"."id", 'total', "f2"."total"::text)
              order by
                "f2"."created_at" desc,
                "f2"."id" desc
            )
          from
            "f2"
        ),
        '[]'
      )
    ),
    'three',
    json_build_object(
      'edges',
      coalesce(
        (
          select
            json_agg(
              json_build_object(
                'node',
                json_build_object('id', 'Order:' || "f3"."id", 'total', "f3"."total"::text, 'again', "f3"."total"::text)
              )
              order by
                "f3"."created_at" desc,
                "f3"."id" desc
            )
          from
            "f3"
        ),
        '[]'
      )
    ),
    'email',
    "f1"."email"
  )::text as "value"
from
  "f1";

with
  "f1" as materialized (
    select
      "id",
      "name"
    from
      "users"
    where
      "id" = cast($1 as bigint)
  )
select
  json_build_object('name', "f1"."name", 'other', "f1"."name", 'id', 'User:' || "f1"."id")::text as "value"
from
  "f1";
