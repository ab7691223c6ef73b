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
  )
select
  json_build_object(
    'totalCount',
    coalesce(
      (
        select
          "count"
        from
          "f2"
      ),
      0
    ),
    'nodes',
    coalesce(
      (
        select
          json_agg(
            json_build_object('id', 'Product:' || "f1"."id")
            order by
              "f1"."#" asc
          ) filter (
            where
              "f1"."#" <= 2
          )
        from
          "f1"
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
              "f1"
          ),
          0
        ) > 2
      ),
      'hasPreviousPage',
      false
    )
  )::text as "value";

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
  )
select
  json_build_object(
    'nodes',
    coalesce(
      (
        select
          json_agg(
            json_build_object('id', 'Product:' || "f1"."id")
            order by
              "f1"."#" asc
          ) filter (
            where
              "f1"."#" <= 0
          )
        from
          "f1"
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
              "f1"
          ),
          0
        ) > 0
      ),
      'hasPreviousPage',
      false,
      'startCursor',
      (
        select
          json_agg(
            json_build_array('1', 'Query.products', 'id asc', to_json("f1"."id") #>> '{}')
            order by
              "f1"."#" asc
          ) filter (
            where
              "f1"."#" <= 0
          )
        from
          "f1"
      ) -> 0,
      'endCursor',
      (
        select
          json_agg(
            json_build_array('1', 'Query.products', 'id asc', to_json("f1"."id") #>> '{}')
            order by
              "f1"."#" asc
          ) filter (
            where
              "f1"."#" <= 0
          )
        from
          "f1"
      ) -> -1
    )
  )::text as "value";
