with
  "f1" as materialized (
    select
      "rows".*,
      row_number() over (
        order by
          "country" asc,
          "name" desc,
          "id" desc
      ) as "#"
    from
      (
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
      ) as "rows"
  ),
  "f1_page" as (
    select
      count(*) as "taken",
      json_agg(
        json_build_object('country', "f1"."country", 'name', "f1"."name")
        order by
          "f1"."#" asc
      ) as "list0",
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
          "f1"."#" asc
      ) as "cursors"
    from
      "f1"
  )
select
  json_build_object(
    'nodes',
    coalesce("f1_page"."list0", '[]'),
    'pageInfo',
    json_build_object('endCursor', "f1_page"."cursors" -> -1)
  )::text as "value"
from
  (
    select
  ) as "root"
  left join "f1_page" on true;
