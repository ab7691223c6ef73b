with
  "f1" as materialized (
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
              "f1"."created_at" desc,
              "f1"."id" desc
          )
        from
          "f1"
      ),
      '[]'
    )
  )::text as "value";
