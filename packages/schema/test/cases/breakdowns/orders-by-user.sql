with
  "f1_gate" as materialized (
    select
      not (
        (
          select
            true
          from
            "users"
          limit
            1
          offset
            2000000
        ) is true
      )
      and (
        select
          true
        from
          "orders"."order_facts"
        where
          ("status" = cast($1 as text))
        limit
          1
        offset
          20000
      ) is true as "sent"
  ),
  "f1_codes" as materialized (
    select
      "id" as "key"
    from
      "users"
  ),
  "f1_islands" as materialized (
    select
      min("key") as "first",
      max("key") as "last",
      "key" - "place" as "shift"
    from
      (
        select
          "key",
          row_number() over (
            order by
              "key"
          ) - 1 as "place"
        from
          "f1_codes"
      ) as "places"
    group by
      "key" - "place"
  ),
  "f1_lookup" as materialized (
    select
      (
        select
          array_agg(
            "bound"
            order by
              "bound"
          )
        from
          (
            select
              "first" as "bound"
            from
              "f1_islands"
            union all
            select
              "last" + 1
            from
              "f1_islands"
            where
              "last" < 9223372036854775807
          ) as "bounds"
      ) as "bounds"
  ),
  "f1" as materialized (
    select
      "rows".*,
      row_number() over (
        order by
          "total" desc,
          "user_id" asc nulls last
      ) as "#"
    from
      (
        select
          "user_id",
          "count",
          "total"
        from
          (
            select
              "user_id",
              (sum("rows"))::bigint as "count",
              sum("sum total") as "total"
            from
              (
                select
                  "related"."id" as "user_id",
                  "facts"."rows",
                  "facts"."sum total"
                from
                  (
                    select
                      case
                        when width_bucket(
                          "user_id",
                          (
                            select
                              "bounds"
                            from
                              "f1_lookup"
                          )
                        ) % 2 = 1 then "user_id"
                      end as "from",
                      count(*) as "rows",
                      sum("total") as "sum total"
                    from
                      "orders"."order_facts"
                    where
                      ("status" = cast($2 as text))
                    group by
                      1
                    order by
                      sum("total") desc,
                      "from" asc nulls last
                    limit
                      3
                  ) as "facts"
                  left join "users" as "related" on "related"."id" = "facts"."from"
                where
                  (
                    select
                      "sent"
                    from
                      "f1_gate"
                  )
                union all
                select
                  "related"."id" as "user_id",
                  "facts"."rows",
                  "facts"."sum total"
                from
                  (
                    select
                      "user_id" as "from",
                      count(*) as "rows",
                      sum("total") as "sum total"
                    from
                      "orders"."order_facts"
                    where
                      ("status" = cast($3 as text))
                    group by
                      1
                  ) as "facts"
                  left join "users" as "related" on "related"."id" = "facts"."from"
                where
                  not (
                    select
                      "sent"
                    from
                      "f1_gate"
                  )
              ) as "parts"
            group by
              1
            order by
              "total" desc,
              "user_id" asc nulls last
            limit
              3
          ) as "groups"
      ) as "rows"
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
      json_build_object('id', 'User:' || "f2"."id", 'name', "f2"."name") as "value"
    from
      "f2"
  )
select
  coalesce(
    json_agg(
      json_build_object('user', "f2_json"."value", 'count', "f1"."count", 'total', "f1"."total"::text)
      order by
        "f1"."#"
    ),
    '[]'
  )::text as "value"
from
  "f1"
  left join "f2_json" on "f2_json"."key" = "f1"."user_id";
