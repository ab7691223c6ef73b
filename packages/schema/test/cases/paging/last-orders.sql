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
  ),
  "f1_page" as (
    select
      count(*) as "taken",
      json_agg(
        json_build_object('id', 'Order:' || "f1"."id", 'createdAt', "f1"."created_at")
        order by
          "f1"."#" desc
      ) filter (
        where
          "f1"."#" <= 2
      ) as "list0"
    from
      "f1"
  )
select
  json_build_object(
    'totalCount',
    coalesce("f2"."count", 0),
    'nodes',
    coalesce("f1_page"."list0", '[]'),
    'pageInfo',
    json_build_object('hasNextPage', false, 'hasPreviousPage', (coalesce("f1_page"."taken", 0) > 2))
  )::text as "value"
from
  (
    select
  ) as "root"
  left join "f1_page" on true
  left join "f2" on true;
