with
  "f1" as materialized (
    select
      "id",
      "name",
      "country"
    from
      "users"
    order by
      "country" asc,
      "name" desc,
      "id" desc
    limit
      3
  )
select
  json_build_object(
    'nodes',
    coalesce(
      (
        select
          json_agg(
            json_build_object('country', "f1"."country", 'name', "f1"."name")
            order by
              "f1"."country" asc,
              "f1"."name" desc,
              "f1"."id" desc
          )
        from
          "f1"
      ),
      '[]'
    ),
    'pageInfo',
    json_build_object(
      'endCursor',
      (
        select
          json_agg(
            json_build_array(
              '1',
              'Query.users',
              'country asc, name desc, id desc',
              to_json("f1"."country") #>> '{}',
              to_json("f1"."name") #>> '{}',
              to_json("f1"."id") #>> '{}'
            )
            order by
              "f1"."country" asc,
              "f1"."name" desc,
              "f1"."id" desc
          )
        from
          "f1"
      ) -> -1
    )
  )::text as "value";
