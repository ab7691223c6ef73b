with
  "f1" as materialized (
    select
      "id" as "key"
    from
      "users"
    where
      (
        ("country" = cast($1 as text))
        and ("tier" = cast($2 as text))
      )
  ),
  "f2_few" as materialized (
    select
      count(*) <= 1000 as "few"
    from
      (
        select
          1
        from
          "users"
        where
          (
            ("country" = cast($3 as text))
            and ("tier" = cast($4 as text))
          )
        limit
          1001
      ) as "some"
  ),
  "f2_b1" as materialized (
    select
      *
    from
      (
        select
          "id",
          "user_id",
          "created_at"
        from
          "orders"."orders"
        order by
          "created_at" desc,
          "id" desc
        limit
          256
      ) as "rows"
    where
      not (
        select
          "few"
        from
          "f2_few"
      )
  ),
  "f2_b1_ok" as materialized (
    select
      *
    from
      "f2_b1"
    where
      (
        (
          select
            true
          from
            "users"
          where
            "id" = "f2_b1"."user_id"
            and (
              ("country" = cast($5 as text))
              and ("tier" = cast($6 as text))
            )
        ) is true
      )
  ),
  "f2" as materialized (
    select
      *
    from
      (
        select
          "id",
          "user_id",
          "created_at"
        from
          "f2_b1_ok"
        union all
        select
          *
        from
          (
            select
              "id",
              "user_id",
              "created_at"
            from
              "orders"."orders"
            where
              (
                "user_id" = any (
                  array(
                    select
                      "key"
                    from
                      "f1"
                  )
                )
              )
              and (
                (
                  select
                    "few"
                  from
                    "f2_few"
                )
                or (
                  "created_at" <= (
                    select
                      "created_at"
                    from
                      "f2_b1"
                    order by
                      "created_at" asc,
                      "id" asc
                    limit
                      1
                  )
                  and (
                    "created_at" < (
                      select
                        "created_at"
                      from
                        "f2_b1"
                      order by
                        "created_at" asc,
                        "id" asc
                      limit
                        1
                    )
                    or (
                      "created_at" = (
                        select
                          "created_at"
                        from
                          "f2_b1"
                        order by
                          "created_at" asc,
                          "id" asc
                        limit
                          1
                      )
                      and "id" < (
                        select
                          "id"
                        from
                          "f2_b1"
                        order by
                          "created_at" asc,
                          "id" asc
                        limit
                          1
                      )
                    )
                  )
                )
              )
            order by
              "created_at" desc,
              "id" desc
            limit
              3
          ) as "rest"
        where
          (
            (
              select
                "few"
              from
                "f2_few"
            )
            or (
              (
                select
                  count(*)
                from
                  "f2_b1_ok"
              ) < 3
              and (
                select
                  count(*)
                from
                  "f2_b1"
              ) = 256
            )
          )
      ) as "met"
    order by
      "created_at" desc,
      "id" desc
    limit
      3
  ),
  "f3" as materialized (
    select
      count(*) as "count"
    from
      "orders"."orders"
    where
      (
        "user_id" = any (
          array(
            select
              "key"
            from
              "f1"
          )
        )
      )
  ),
  "f4" as materialized (
    select
      "id",
      "country",
      "tier"
    from
      "users"
    where
      "id" = any (
        array(
          select distinct
            "user_id"
          from
            "f2"
        )
      )
  ),
  "f4_json" as (
    select
      "f4"."id" as "key",
      json_build_object('id', 'User:' || "f4"."id", 'country', "f4"."country", 'tier', "f4"."tier") as "value"
    from
      "f4"
  )
select
  json_build_object(
    'totalCount',
    coalesce(
      (
        select
          "count"
        from
          "f3"
      ),
      0
    ),
    'nodes',
    coalesce(
      (
        select
          json_agg(
            json_build_object('id', 'Order:' || "f2"."id", 'user', "f4_json"."value")
            order by
              "f2"."created_at" desc,
              "f2"."id" desc
          )
        from
          "f2"
          left join "f4_json" on "f4_json"."key" = "f2"."user_id"
      ),
      '[]'
    )
  )::text as "value";
