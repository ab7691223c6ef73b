with
  "f1" as materialized (
    select
      ("user_id" + 0) as "key",
      max("created_at") as "lastAt"
    from
      "orders"."orders"
    group by
      ("user_id" + 0)
  ),
  "f2_top" as materialized (
    select
      ("user_id" + 0) as "id",
      max("created_at") as "orders lastAt"
    from
      "orders"."orders"
    group by
      ("user_id" + 0)
    order by
      max("created_at") desc nulls last,
      ("user_id" + 0) desc
    limit
      102
  ),
  "f2_met" as materialized (
    select
      "id",
      "orders lastAt"
    from
      "users"
      join "f2_top" using ("id")
  ),
  "f2" as materialized (
    select
      *
    from
      (
        select
          *
        from
          "f2_met"
        where
          (
            select
              count(*)
            from
              "f2_met"
          ) >= 2
        union all
        select
          *
        from
          (
            select
              "id",
              "orders lastAt"
            from
              (
                select
                  "own".*,
                  "lookup0"."lastAt" as "orders lastAt"
                from
                  "users" as "own"
                  left join "f1" as "lookup0" on "lookup0"."key" = "own"."id"
              ) as "rows"
            order by
              "orders lastAt" desc nulls last,
              "id" desc
            limit
              2
          ) as "rest"
        where
          (
            select
              count(*)
            from
              "f2_met"
          ) < 2
      ) as "all"
    order by
      "orders lastAt" desc nulls last,
      "id" desc
    limit
      2
  ),
  "f3" as materialized (
    select
      "user_id" as "key",
      max("created_at") as "lastAt"
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
  )
select
  json_build_object(
    'nodes',
    coalesce(
      (
        select
          json_agg(
            json_build_object('id', 'User:' || "f2"."id", 'orderStats', json_build_object('lastOrderAt', "f3"."lastAt"))
            order by
              "f2"."orders lastAt" desc nulls last,
              "f2"."id" desc
          )
        from
          "f2"
          left join "f3" on "f3"."key" = "f2"."id"
      ),
      '[]'
    )
  )::text as "value";

with
  "f1" as materialized (
    select
      ("user_id" + 0) as "key",
      max("created_at") as "lastAt"
    from
      "orders"."orders"
    group by
      ("user_id" + 0)
  ),
  "f2" as materialized (
    select
      "id",
      "orders lastAt"
    from
      (
        select
          "own".*,
          "lookup0"."lastAt" as "orders lastAt"
        from
          "users" as "own"
          left join "f1" as "lookup0" on "lookup0"."key" = "own"."id"
      ) as "rows"
    order by
      "orders lastAt" asc nulls first,
      "id" asc
    limit
      2
  ),
  "f3" as materialized (
    select
      "user_id" as "key",
      max("created_at") as "lastAt"
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
  )
select
  json_build_object(
    'nodes',
    coalesce(
      (
        select
          json_agg(
            json_build_object('id', 'User:' || "f2"."id", 'orderStats', json_build_object('lastOrderAt', "f3"."lastAt"))
            order by
              "f2"."orders lastAt" desc nulls last,
              "f2"."id" desc
          )
        from
          "f2"
          left join "f3" on "f3"."key" = "f2"."id"
      ),
      '[]'
    )
  )::text as "value";
