with
  "f1" as materialized (
    select
      "rows".*,
      row_number() over (
        order by
          "id" asc
      ) as "#"
    from
      (
        select
          "id"
        from
          "orders"."products"
        order by
          "id" asc
        limit
          3
      ) as "rows"
  ),
  "f2" as materialized (
    select
      count(*) as "count"
    from
      "orders"."products"
  ),
  "f1_page" as (
    select
      count(*) as "taken",
      json_agg(
        json_build_object('id', 'Product:' || "f1"."id")
        order by
          "f1"."#" asc
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
    json_build_object('hasNextPage', (coalesce("f1_page"."taken", 0) > 2), 'hasPreviousPage', false)
  )::text as "value"
from
  (
    select
  ) as "root"
  left join "f1_page" on true
  left join "f2" on true;

with
  "f1" as materialized (
    select
      "rows".*,
      row_number() over (
        order by
          "id" asc
      ) as "#"
    from
      (
        select
          "id"
        from
          "orders"."products"
        order by
          "id" asc
        limit
          1
      ) as "rows"
  ),
  "f1_page" as (
    select
      count(*) as "taken",
      json_agg(
        json_build_object('id', 'Product:' || "f1"."id")
        order by
          "f1"."#" asc
      ) filter (
        where
          "f1"."#" <= 0
      ) as "list0",
      json_agg(
        json_build_array('1', 'Query.products', 'id asc', to_json("f1"."id") #>> '{}')
        order by
          "f1"."#" asc
      ) filter (
        where
          "f1"."#" <= 0
      ) as "cursors"
    from
      "f1"
  )
select
  json_build_object(
    'nodes',
    coalesce("f1_page"."list0", '[]'),
    'pageInfo',
    json_build_object(
      'hasNextPage',
      (coalesce("f1_page"."taken", 0) > 0),
      'hasPreviousPage',
      false,
      'startCursor',
      "f1_page"."cursors" -> 0,
      'endCursor',
      "f1_page"."cursors" -> -1
    )
  )::text as "value"
from
  (
    select
  ) as "root"
  left join "f1_page" on true;
