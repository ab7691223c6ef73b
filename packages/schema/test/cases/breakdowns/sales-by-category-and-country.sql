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
      ) > 2000000 as "sent"
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
          "revenue" desc,
          "category" asc,
          "user_country" asc nulls last
      ) as "#"
    from
      (
        select
          "category",
          "user_country",
          "quantity",
          "revenue",
          "orders"
        from
          (
            select
              "category",
              "user_country",
              sum("sum quantity") as "quantity",
              sum("sum revenue") as "revenue",
              (sum("distinct id"))::bigint as "orders"
            from
              (
                select
                  "facts"."category",
                  "related"."country" as "user_country",
                  "facts"."sum quantity",
                  "facts"."sum revenue",
                  "facts"."distinct id"
                from
                  (
                    select
                      "category" as "category",
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
                      sum("quantity") as "sum quantity",
                      sum("revenue") as "sum revenue",
                      count(distinct "id") as "distinct id"
                    from
                      "orders"."order_line_facts"
                    group by
                      1,
                      2
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
                  "facts"."category",
                  "related"."country" as "user_country",
                  "facts"."sum quantity",
                  "facts"."sum revenue",
                  "facts"."distinct id"
                from
                  (
                    select
                      "category" as "category",
                      "user_id" as "from",
                      sum("quantity") as "sum quantity",
                      sum("revenue") as "sum revenue",
                      count(distinct "id") as "distinct id"
                    from
                      "orders"."order_line_facts"
                    group by
                      1,
                      2
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
              1,
              2
            order by
              "revenue" desc,
              "category" asc,
              "user_country" asc nulls last
            limit
              4
          ) as "groups"
      ) as "rows"
  )
select
  coalesce(
    json_agg(
      json_build_object(
        'category',
        "f1"."category",
        'userCountry',
        "f1"."user_country",
        'quantity',
        "f1"."quantity",
        'revenue',
        "f1"."revenue"::text,
        'orders',
        "f1"."orders"
      )
      order by
        "f1"."#"
    ),
    '[]'
  )::text as "value"
from
  "f1";
