with
  "f1_first1" as materialized (
    select
      "id" as "key",
      "name" as "user name"
    from
      "users"
    where
      "name" is not null
    order by
      "name" desc nulls last
    limit
      64
  ),
  "f1_met1" as materialized (
    select
      *
    from
      (
        select
          "own".*,
          "first"."user name"
        from
          (
            select
              "id",
              "user_id"
            from
              "orders"."orders"
            where
              "user_id" = any (
                array(
                  select
                    "key"
                  from
                    "f1_first1"
                )
              )
              and ("total" >= cast($1 as numeric))
          ) as "own"
          join "f1_first1" as "first" on "first"."key" = "own"."user_id"
      ) as "met"
    where
      (
        (
          select
            count(*)
          from
            "f1_first1"
        ) < 64
        or "user name" <> (
          select
            "user name"
          from
            "f1_first1"
          order by
            "user name" asc nulls first
          limit
            1
        )
      )
  ),
  "f1_first2" as materialized (
    select
      *
    from
      (
        select
          "id" as "key",
          "name" as "user name"
        from
          "users"
        where
          "name" is not null
        order by
          "name" desc nulls last
        limit
          1024
      ) as "first"
    where
      (
        select
          count(*)
        from
          "f1_met1"
      ) < 2
  ),
  "f1_met2" as materialized (
    select
      *
    from
      (
        select
          "own".*,
          "first"."user name"
        from
          (
            select
              "id",
              "user_id"
            from
              "orders"."orders"
            where
              "user_id" = any (
                array(
                  select
                    "key"
                  from
                    "f1_first2"
                )
              )
              and ("total" >= cast($2 as numeric))
          ) as "own"
          join "f1_first2" as "first" on "first"."key" = "own"."user_id"
      ) as "met"
    where
      (
        (
          select
            count(*)
          from
            "f1_first2"
        ) < 1024
        or "user name" <> (
          select
            "user name"
          from
            "f1_first2"
          order by
            "user name" asc nulls first
          limit
            1
        )
      )
  ),
  "f1" as materialized (
    select
      *
    from
      (
        select
          "id",
          "user_id",
          "user name"
        from
          "f1_met1"
        where
          not (
            select
              count(*)
            from
              "f1_met1"
          ) < 2
        union all
        select
          "id",
          "user_id",
          "user name"
        from
          "f1_met2"
        where
          not (
            select
              count(*)
            from
              "f1_met2"
          ) < 2
        union all
        select
          *
        from
          (
            select
              "id",
              "user_id",
              "user name"
            from
              (
                select
                  "own".*,
                  "lookup0"."name" as "user name"
                from
                  "orders"."orders" as "own"
                  left join "users" as "lookup0" on "lookup0"."id" = "own"."user_id"
              ) as "rows"
            where
              ("total" >= cast($3 as numeric))
            order by
              "user name" desc nulls last,
              "id" desc
            limit
              2
          ) as "rest"
        where
          (
            select
              count(*)
            from
              "f1_met1"
          ) < 2
          and (
            select
              count(*)
            from
              "f1_met2"
          ) < 2
      ) as "all"
    order by
      "user name" desc nulls last,
      "id" desc
    limit
      2
  ),
  "f2" as materialized (
    select
      "id",
      "name"
    from
      "users"
    where
      "id" = any (
        array(
          select distinct
            "user_id"
          from
            "f1"
        )
      )
  ),
  "f2_json" as (
    select
      "f2"."id" as "key",
      json_build_object('name', "f2"."name") as "value"
    from
      "f2"
  )
select
  json_build_object(
    'nodes',
    coalesce(
      (
        select
          json_agg(
            json_build_object('id', 'Order:' || "f1"."id", 'user', "f2_json"."value")
            order by
              "f1"."user name" desc nulls last,
              "f1"."id" desc
          )
        from
          "f1"
          left join "f2_json" on "f2_json"."key" = "f1"."user_id"
      ),
      '[]'
    )
  )::text as "value";

with
  "f1" as materialized (
    select
      "id",
      "user_id",
      "user name"
    from
      (
        select
          "own".*,
          "lookup0"."name" as "user name"
        from
          "orders"."orders" as "own"
          left join "users" as "lookup0" on "lookup0"."id" = "own"."user_id"
      ) as "rows"
    where
      ("total" >= cast($1 as numeric))
    order by
      "user name" asc nulls first,
      "id" asc
    limit
      2
  ),
  "f2" as materialized (
    select
      "id",
      "name"
    from
      "users"
    where
      "id" = any (
        array(
          select distinct
            "user_id"
          from
            "f1"
        )
      )
  ),
  "f2_json" as (
    select
      "f2"."id" as "key",
      json_build_object('name', "f2"."name") as "value"
    from
      "f2"
  )
select
  json_build_object(
    'nodes',
    coalesce(
      (
        select
          json_agg(
            json_build_object('id', 'Order:' || "f1"."id", 'user', "f2_json"."value")
            order by
              "f1"."user name" desc nulls last,
              "f1"."id" desc
          )
        from
          "f1"
          left join "f2_json" on "f2_json"."key" = "f1"."user_id"
      ),
      '[]'
    )
  )::text as "value";
