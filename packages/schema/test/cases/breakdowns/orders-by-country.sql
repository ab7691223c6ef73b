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
  "f1_lookup" as materialized (
    with
      "beside" as materialized (
        select
          "key",
          "code",
          lag("key") over "place" as "before",
          lag("code") over "place" as "codeBefore",
          lead("key") over "place" as "after"
        from
          "f1_codes"
        window
          "place" as (
            order by
              "key"
          )
      )
    select
      array_agg(
        "key"
        order by
          "key"
      ) as "keys",
      array_agg(
        "code"
        order by
          "key"
      ) as "codes"
    from
      (
        select
          "key",
          "code"
        from
          "beside"
        where
          "before" + 1 is distinct from "key"
          or "codeBefore" <> "code"
        union all
        select
          "key" + 1,
          0
        from
          "beside"
        where
          "after" - 1 is distinct from "key"
          and "key" < 9223372036854775807
      ) as "entries"
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
                      (
                        select
                          "codes"
                        from
                          "f1_lookup"
                      ) [
                        width_bucket(
                          "user_id",
                          (
                            select
                              "keys"
                            from
                              "f1_lookup"
                          )
                        )
                      ] as "from",
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
