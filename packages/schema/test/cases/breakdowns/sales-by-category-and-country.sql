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
      ) as "sent"
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
  "f1_span" as materialized (
    select
      min("key") as "first",
      max("key") as "last",
      coalesce(max("key")::numeric - min("key") < 2 * count(*), true) as "dense"
    from
      "f1_codes"
  ),
  "f1_dense" as materialized (
    select
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
          "f1_codes"
        union all
        select
          generate_series("key" + 1, "next" - 1),
          0
        from
          (
            select
              "key",
              lead("key") over (
                order by
                  "key"
              ) as "next"
            from
              "f1_codes"
          ) as "pairs"
        where
          "next" - 1 > "key"
      ) as "places"
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
                      case
                        when "user_id" between (
                          select
                            "first"
                          from
                            "f1_span"
                        ) and (
                          select
                            "last"
                          from
                            "f1_span"
                        ) then (
                          select
                            "codes"
                          from
                            "f1_dense"
                        ) [
                          "user_id" - (
                            select
                              "first"
                            from
                              "f1_span"
                          ) + 1
                        ]
                      end as "from",
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
                  and (
                    select
                      "dense"
                    from
                      "f1_span"
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
                  and not (
                    select
                      "dense"
                    from
                      "f1_span"
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
