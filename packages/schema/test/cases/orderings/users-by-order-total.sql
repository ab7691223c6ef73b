with
  "f1" as materialized (
    select
      "user_id" as "key",
      sum("total") as "total"
    from
      "orders"."orders"
    group by
      "user_id"
  ),
  "f2" as materialized (
    select
      "rows".*,
      row_number() over (
        order by
          "orders total" desc,
          "id" desc
      ) as "#"
    from
      (
        select
          "id",
          "orders total"
        from
          (
            select
              "own".*,
              coalesce("lookup0"."total", '0.00'::numeric) as "orders total"
            from
              "users" as "own"
              left join "f1" as "lookup0" on "lookup0"."key" = "own"."id"
          ) as "rows"
        where
          ("country" = cast($1 as text))
        order by
          "orders total" desc,
          "id" desc
        limit
          3
      ) as "rows"
  ),
  "f3" as materialized (
    select
      "user_id" as "key",
      sum("total") as "total"
    from
      "orders"."orders"
    where
      "user_id" = any (
        array(
          select distinct
            "id"
          from
            "f2"
        )
      )
    group by
      "user_id"
  ),
  "f2_page" as (
    select
      count(*) as "taken",
      json_agg(
        json_build_object(
          'id',
          'User:' || "f2"."id",
          'orderStats',
          json_build_object('total', coalesce("f3"."total", '0.00'::numeric)::text)
        )
        order by
          "f2"."#" asc
      ) as "list0"
    from
      "f2"
      left join "f3" on "f3"."key" = "f2"."id"
  )
select
  json_build_object('nodes', coalesce("f2_page"."list0", '[]'))::text as "value"
from
  (
    select
  ) as "root"
  left join "f2_page" on true;
