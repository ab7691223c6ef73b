with
  "f1" as materialized (
    select
      "user_id" as "key"
    from
      "orders"."orders"
    where
      (
        ("status" = cast($1 as text))
        and ("total" >= cast($2 as numeric))
      )
    group by
      "user_id"
  ),
  "f2_b1" as materialized (
    select
      *
    from
      (
        select
          "id",
          "name",
          "created_at"
        from
          "users"
        order by
          "created_at" desc,
          "id" desc
        limit
          64
      ) as "rows"
  ),
  "f2_b1_k1" as materialized (
    select
      *
    from
      (
        select
          "user_id" as "key"
        from
          "orders"."orders"
        where
          "user_id" = any (
            array(
              select distinct
                "id"
              from
                "f2_b1"
            )
          )
          and (
            ("status" = cast($3 as text))
            and ("total" >= cast($4 as numeric))
          )
        group by
          "user_id"
      ) as "asked"
    where
      (
        select
          count(*)
        from
          "f2_b1"
      ) > 0
  ),
  "f2_b1_ok" as materialized (
    select
      *
    from
      "f2_b1"
    where
      (
        (
          "id" in (
            select
              "key"
            from
              "f2_b1_k1"
          )
        ) is true
      )
  ),
  "f2_b2" as materialized (
    select
      *
    from
      (
        select
          "id",
          "name",
          "created_at"
        from
          "users"
        where
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
        order by
          "created_at" desc,
          "id" desc
        limit
          512
      ) as "rows"
    where
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
      ) = 64
  ),
  "f2_b2_k1" as materialized (
    select
      *
    from
      (
        select
          "user_id" as "key"
        from
          "orders"."orders"
        where
          "user_id" = any (
            array(
              select distinct
                "id"
              from
                "f2_b2"
            )
          )
          and (
            ("status" = cast($5 as text))
            and ("total" >= cast($6 as numeric))
          )
        group by
          "user_id"
      ) as "asked"
    where
      (
        select
          count(*)
        from
          "f2_b2"
      ) > 0
  ),
  "f2_b2_ok" as materialized (
    select
      *
    from
      "f2_b2"
    where
      (
        (
          "id" in (
            select
              "key"
            from
              "f2_b2_k1"
          )
        ) is true
      )
  ),
  "f2_b3" as materialized (
    select
      *
    from
      (
        select
          "id",
          "name",
          "created_at"
        from
          "users"
        where
          "created_at" <= (
            select
              "created_at"
            from
              "f2_b2"
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
                "f2_b2"
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
                  "f2_b2"
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
                  "f2_b2"
                order by
                  "created_at" asc,
                  "id" asc
                limit
                  1
              )
            )
          )
        order by
          "created_at" desc,
          "id" desc
        limit
          4096
      ) as "rows"
    where
      (
        select
          count(*)
        from
          "f2_b1_ok"
      ) + (
        select
          count(*)
        from
          "f2_b2_ok"
      ) < 3
      and (
        select
          count(*)
        from
          "f2_b2"
      ) = 512
  ),
  "f2_b3_k1" as materialized (
    select
      *
    from
      (
        select
          "user_id" as "key"
        from
          "orders"."orders"
        where
          "user_id" = any (
            array(
              select distinct
                "id"
              from
                "f2_b3"
            )
          )
          and (
            ("status" = cast($7 as text))
            and ("total" >= cast($8 as numeric))
          )
        group by
          "user_id"
      ) as "asked"
    where
      (
        select
          count(*)
        from
          "f2_b3"
      ) > 0
  ),
  "f2_b3_ok" as materialized (
    select
      *
    from
      "f2_b3"
    where
      (
        (
          "id" in (
            select
              "key"
            from
              "f2_b3_k1"
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
          "name",
          "created_at"
        from
          "f2_b1_ok"
        union all
        select
          "id",
          "name",
          "created_at"
        from
          "f2_b2_ok"
        union all
        select
          "id",
          "name",
          "created_at"
        from
          "f2_b3_ok"
        union all
        select
          *
        from
          (
            select
              "id",
              "name",
              "created_at"
            from
              "users"
            where
              (
                "id" in (
                  select
                    "key"
                  from
                    "f1"
                )
              )
              and "created_at" <= (
                select
                  "created_at"
                from
                  "f2_b3"
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
                    "f2_b3"
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
                      "f2_b3"
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
                      "f2_b3"
                    order by
                      "created_at" asc,
                      "id" asc
                    limit
                      1
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
                count(*)
              from
                "f2_b1_ok"
            ) + (
              select
                count(*)
              from
                "f2_b2_ok"
            ) + (
              select
                count(*)
              from
                "f2_b3_ok"
            ) < 3
            and (
              select
                count(*)
              from
                "f2_b3"
            ) = 4096
          )
      ) as "met"
    order by
      "created_at" desc,
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
            json_build_object('id', 'User:' || "f2"."id", 'name', "f2"."name")
            order by
              "f2"."created_at" desc,
              "f2"."id" desc
          )
        from
          "f2"
      ),
      '[]'
    )
  )::text as "value";
