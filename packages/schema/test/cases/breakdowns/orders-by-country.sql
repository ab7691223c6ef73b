with
  "f1_gate" as materialized (
    select
      not (
        select
          count(*)
        from
          (
            select
              1
            from
              "users"
            limit
              2000001
          ) as "some"
      ) > 2000000
      and (
        select
          count(*)
        from
          (
            select
              1
            from
              "orders"."order_facts"
            where
              ("total" >= cast($1 as numeric))
            limit
              20001
          ) as "some"
      ) > 20000 as "sent"
  ),
  "f1_codes" as materialized (
    select
      "id" as "key",
      "country",
      (
        dense_rank() over (
          order by
            "country"
        )
      )::integer as "code"
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
      ) as "bounds",
      (
        select
          array_agg(
            "shift"
            order by
              "first"
          )
        from
          "f1_islands"
      ) as "shifts",
      (
        select
          array_agg(
            "code"
            order by
              "key"
          )
        from
          "f1_codes"
      ) as "codes"
  ),
  "f1" as materialized (
    select
      "rows".*,
      row_number() over (
        order by
          "total" desc,
          "user_country" asc nulls last
      ) as "#"
    from
      (
        select
          "user_country",
          "count",
          "total"
        from
          (
            select
              "user_country",
              (sum("rows"))::bigint as "count",
              sum("sum total") as "total"
            from
              (
                select
                  "related"."country" as "user_country",
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
                        ) % 2 = 1 then (
                          select
                            "codes"
                          from
                            "f1_lookup"
                        ) [
                          "user_id" - (
                            select
                              "shifts"
                            from
                              "f1_lookup"
                          ) [
                            (
                              width_bucket(
                                "user_id",
                                (
                                  select
                                    "bounds"
                                  from
                                    "f1_lookup"
                                )
                              ) + 1
                            ) / 2
                          ] + 1
                        ]
                      end as "from",
                      count(*) as "rows",
                      sum("total") as "sum total"
                    from
                      "orders"."order_facts"
                    where
                      ("total" >= cast($2 as numeric))
                    group by
                      1
                  ) as "facts"
                  left join (
                    select distinct
                      "code",
                      "country"
                    from
                      "f1_codes"
                  ) as "related" on "related"."code" = "facts"."from"
                where
                  (
                    select
                      "sent"
                    from
                      "f1_gate"
                  )
                union all
                select
                  "related"."country" as "user_country",
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
                      ("total" >= cast($3 as numeric))
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
              "user_country" asc nulls last
            limit
              100
          ) as "groups"
      ) as "rows"
  )
select
  coalesce(
    json_agg(
      json_build_object('userCountry', "f1"."user_country", 'count', "f1"."count", 'total', "f1"."total"::text)
      order by
        "f1"."#"
    ),
    '[]'
  )::text as "value"
from
  "f1";
