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
      ) as "rows"
  ),
  "f3" as materialized (
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
      ) as "rows"
  ),
  "f2_page" as (
    select
      "f2"."user_id" as "key",
      count(*) as "taken",
      json_agg(
        json_build_object('id', 'Order:' || "f2"."id", 'total', "f2"."total"::text)
        order by
          "f2"."#" asc
      ) as "list0"
    from
      "f2"
    group by
      "f2"."user_id"
  ),
  "f3_page" as (
    select
      "f3"."user_id" as "key",
      count(*) as "taken",
      json_agg(
        json_build_object(
          'node',
          json_build_object('id', 'Order:' || "f3"."id", 'total', "f3"."total"::text, 'again', "f3"."total"::text)
        )
        order by
          "f3"."#" asc
      ) as "list0"
    from
      "f3"
    group by
      "f3"."user_id"
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
    json_build_object('nodes', coalesce("f2_page"."list0", '[]')),
    'three',
    json_build_object('edges', coalesce("f3_page"."list0", '[]')),
    'email',
    "f1"."email"
  )::text as "value"
from
  "f1"
  left join "f2_page" on "f2_page"."key" = "f1"."id"
  left join "f3_page" on "f3_page"."key" = "f1"."id";

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
