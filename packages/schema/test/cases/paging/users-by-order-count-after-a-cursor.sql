with
  "f1" as materialized (
    select
      ("user_id" + 0) as "key",
      count(*) as "count"
    from
      "orders"."orders"
    group by
      ("user_id" + 0)
  ),
  "f2_top" as materialized (
    select
      ("user_id" + 0) as "id",
      count(*) as "orders count"
    from
      "orders"."orders"
    group by
      ("user_id" + 0)
    having
      count(*) > '0'::integer
      and count(*) <= cast($1 as integer)
      and (
        count(*) < cast($2 as integer)
        or (
          count(*) = cast($3 as integer)
          and ("user_id" + 0) < cast($4 as bigint)
        )
      )
    order by
      count(*) desc,
      ("user_id" + 0) desc
    limit
      103
  ),
  "f2_met" as materialized (
    select
      "id",
      "orders count"
    from
      "users"
      join "f2_top" using ("id")
  ),
  "f2" as materialized (
    select
      "rows".*,
      row_number() over (
        order by
          "orders count" desc,
          "id" desc
      ) as "#"
    from
      (
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
              ) >= 3
            union all
            select
              *
            from
              (
                select
                  "id",
                  "orders count"
                from
                  (
                    select
                      "own".*,
                      coalesce("lookup0"."count", '0'::integer) as "orders count"
                    from
                      "users" as "own"
                      left join "f1" as "lookup0" on "lookup0"."key" = "own"."id"
                  ) as "rows"
                where
                  "orders count" <= cast($5 as integer)
                  and (
                    "orders count" < cast($6 as integer)
                    or (
                      "orders count" = cast($7 as integer)
                      and "id" < cast($8 as bigint)
                    )
                  )
                order by
                  "orders count" desc,
                  "id" desc
                limit
                  3
              ) as "rest"
            where
              (
                select
                  count(*)
                from
                  "f2_met"
              ) < 3
          ) as "all"
        order by
          "orders count" desc,
          "id" desc
        limit
          3
      ) as "rows"
  ),
  "f3" as materialized (
    select
      true as "key"
    from
      (
        select
          "own".*,
          coalesce("lookup0"."count", '0'::integer) as "orders count"
        from
          "users" as "own"
          left join "f1" as "lookup0" on "lookup0"."key" = "own"."id"
      ) as "rows"
    where
      "orders count" >= cast($9 as integer)
      and (
        "orders count" > cast($10 as integer)
        or (
          "orders count" = cast($11 as integer)
          and "id" >= cast($12 as bigint)
        )
      )
    limit
      1
  ),
  "f4" as materialized (
    select
      "user_id" as "key",
      count(*) as "count"
    from
      "orders"."orders"
    where
      "user_id" = any (
        array(
          select distinct
            "id"
          from
            "f2"
          where
            "#" <= 2
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
              'User:' || "f2"."id",
              'orderStats',
              json_build_object('count', coalesce("f4"."count", '0'::integer))
            )
            order by
              "f2"."#" asc
          ) filter (
            where
              "f2"."#" <= 2
          )
        from
          "f2"
          left join "f4" on "f4"."key" = "f2"."id"
      ),
      '[]'
    ),
    'pageInfo',
    json_build_object(
      'hasNextPage',
      (
        coalesce(
          (
            select
              count(*)
            from
              "f2"
          ),
          0
        ) > 2
      ),
      'hasPreviousPage',
      (
        exists (
          select
          from
            "f3"
        )
      ),
      'endCursor',
      (
        select
          json_agg(
            json_build_array(
              '1',
              'Query.users',
              'orders count desc, id desc',
              to_json("f2"."orders count") #>> '{}',
              to_json("f2"."id") #>> '{}'
            )
            order by
              "f2"."#" asc
          ) filter (
            where
              "f2"."#" <= 2
          )
        from
          "f2"
      ) -> -1
    )
  )::text as "value";
