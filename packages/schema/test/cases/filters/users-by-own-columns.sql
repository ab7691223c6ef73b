with
  "f1" as materialized (
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
          "name",
          "country",
          "tier",
          "created_at"
        from
          "users"
        where
          (
            ("country" = any (cast($1 as text[])))
            and ("created_at" >= cast($2 as timestamptz))
            and (
              ("tier" = cast($3 as text))
              or ("name" ilike cast($4 as text))
            )
          )
        order by
          "created_at" desc,
          "id" desc
        limit
          3
      ) as "rows"
  ),
  "f2" as materialized (
    select
      count(*) as "count"
    from
      "users"
    where
      (
        ("country" = any (cast($5 as text[])))
        and ("created_at" >= cast($6 as timestamptz))
        and (
          ("tier" = cast($7 as text))
          or ("name" ilike cast($8 as text))
        )
      )
  ),
  "f1_page" as (
    select
      count(*) as "taken",
      json_agg(
        json_build_object(
          'id',
          'User:' || "f1"."id",
          'name',
          "f1"."name",
          'country',
          "f1"."country",
          'tier',
          "f1"."tier",
          'createdAt',
          "f1"."created_at"
        )
        order by
          "f1"."#" asc
      ) as "list0"
    from
      "f1"
  )
select
  json_build_object('totalCount', coalesce("f2"."count", 0), 'nodes', coalesce("f1_page"."list0", '[]'))::text as "value"
from
  (
    select
  ) as "root"
  left join "f1_page" on true
  left join "f2" on true;
