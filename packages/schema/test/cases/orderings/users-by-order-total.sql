with
  "f1" as materialized (
    select
      "id"
    from
      "users"
    where
      ("country" = cast($1 as text))
  ),
  "f2" as materialized (
    select
      ("user_id" + 0) as "key",
      sum("total") as "total"
    from
      "orders"."orders"
    where
      "user_id" = any (
        array(
          select distinct
            "id"
          from
            "f1"
        )
      )
    group by
      ("user_id" + 0)
  ),
  "f3_top" as materialized (
    select
      ("user_id" + 0) as "id",
      sum("total") as "orders total"
    from
      "orders"."orders"
    where
      "user_id" = any (
        array(
          select distinct
            "id"
          from
            "f1"
        )
      )
    group by
      ("user_id" + 0)
    having
      sum("total") > '0.00'::numeric
    order by
      sum("total") desc,
      ("user_id" + 0) desc
    limit
      3
  ),
  "f3_met" as materialized (
    select
      "id",
      "orders total"
    from
      "users"
      join "f3_top" using ("id")
  ),
  "f3" as materialized (
    select
      *
    from
      (
        select
          *
        from
          "f3_met"
        where
          (
            select
              count(*)
            from
              "f3_met"
          ) >= 3
        union all
        select
          *
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
                  left join "f2" as "lookup0" on "lookup0"."key" = "own"."id"
              ) as "rows"
            where
              ("country" = cast($2 as text))
            order by
              "orders total" desc,
              "id" desc
            limit
              3
          ) as "rest"
        where
          (
            select
              count(*)
            from
              "f3_met"
          ) < 3
      ) as "all"
    order by
      "orders total" desc,
      "id" desc
    limit
      3
  ),
  "f4" as materialized (
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
            "f3"
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
            json_build_object(
              'id',
              'User:' || "f3"."id",
              'orderStats',
              json_build_object('total', coalesce("f4"."total", '0.00'::numeric)::text)
            )
            order by
              "f3"."orders total" desc,
              "f3"."id" desc
          )
        from
          "f3"
          left join "f4" on "f4"."key" = "f3"."id"
      ),
      '[]'
    )
  )::text as "value";
