with
  "f1" as materialized (
    select
      "user_id" as "key"
    from
      "orders"."orders"
    where
      ("status" = cast($1 as text))
    group by
      "user_id"
    having
      count(*) >= cast($2 as integer)
      and sum("total") < cast($3 as numeric)
  ),
  "f2_b1" as materialized (
    select
      *
    from
      (
        select
          "id",
          "created_at",
          "tier"
        from
          "users"
        where
          (("tier" = cast($4 as text)))
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
          and (("status" = cast($5 as text)))
        group by
          "user_id"
        having
          count(*) >= cast($6 as integer)
          and sum("total") < cast($7 as numeric)
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
        ("tier" = cast($8 as text))
        and (
          (
            "id" in (
              select
                "key"
              from
                "f2_b1_k1"
            )
          ) is true
        )
      )
  ),
  "f2_b2" as materialized (
    select
      *
    from
      (
        select
          "id",
          "created_at",
          "tier"
        from
          "users"
        where
          (("tier" = cast($9 as text)))
          and "created_at" <= (
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
          and (("status" = cast($10 as text)))
        group by
          "user_id"
        having
          count(*) >= cast($11 as integer)
          and sum("total") < cast($12 as numeric)
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
        ("tier" = cast($13 as text))
        and (
          (
            "id" in (
              select
                "key"
              from
                "f2_b2_k1"
            )
          ) is true
        )
      )
  ),
  "f2_b3" as materialized (
    select
      *
    from
      (
        select
          "id",
          "created_at",
          "tier"
        from
          "users"
        where
          (("tier" = cast($14 as text)))
          and "created_at" <= (
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
          and (("status" = cast($15 as text)))
        group by
          "user_id"
        having
          count(*) >= cast($16 as integer)
          and sum("total") < cast($17 as numeric)
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
        ("tier" = cast($18 as text))
        and (
          (
            "id" in (
              select
                "key"
              from
                "f2_b3_k1"
            )
          ) is true
        )
      )
  ),
  "f2" as materialized (
    select
      *
    from
      (
        select
          "id",
          "created_at"
        from
          "f2_b1_ok"
        union all
        select
          "id",
          "created_at"
        from
          "f2_b2_ok"
        union all
        select
          "id",
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
              "created_at"
            from
              "users"
            where
              (
                ("tier" = cast($19 as text))
                and (
                  "id" in (
                    select
                      "key"
                    from
                      "f1"
                  )
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
  ),
  "f3" as materialized (
    select
      "user_id" as "key",
      count(*) as "count",
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
      and ("status" = cast($20 as text))
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
              'User:' || "f2"."id",
              'orderStats',
              json_build_object(
                'count',
                coalesce("f3"."count", '0'::integer),
                'total',
                coalesce("f3"."total", '0.00'::numeric)::text
              )
            )
            order by
              "f2"."created_at" desc,
              "f2"."id" desc
          )
        from
          "f2"
          left join "f3" on "f3"."key" = "f2"."id"
      ),
      '[]'
    )
  )::text as "value";
