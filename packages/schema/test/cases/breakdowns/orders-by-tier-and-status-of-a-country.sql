with
  "f1" as materialized (
    select
      "id" as "key"
    from
      "users"
    where
      ("country" = cast($1 as text))
  ),
  "f2_gate" as materialized (
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
        limit
          1
        offset
          20000
      ) is true as "sent"
  ),
  "f2_codes" as materialized (
    select
      "id" as "key",
      "tier",
      (
        dense_rank() over (
          order by
            "tier"
        )
      )::integer as "code"
    from
      "users"
  ),
  "f2_islands" as materialized (
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
          "f2_codes"
      ) as "places"
    group by
      "key" - "place"
  ),
  "f2_lookup" as materialized (
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
              "f2_islands"
            union all
            select
              "last" + 1
            from
              "f2_islands"
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
          "f2_islands"
      ) as "shifts",
      (
        select
          array_agg(
            "code"
            order by
              "key"
          )
        from
          "f2_codes"
      ) as "codes"
  ),
  "f2_span" as materialized (
    select
      min("key") as "first",
      max("key") as "last",
      coalesce(max("key")::numeric - min("key") < 2 * count(*), true) as "dense"
    from
      "f2_codes"
  ),
  "f2_dense" as materialized (
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
          "f2_codes"
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
              "f2_codes"
          ) as "pairs"
        where
          "next" - 1 > "key"
      ) as "places"
  ),
  "f2" as materialized (
    select
      "rows".*,
      row_number() over (
        order by
          "count" desc,
          "user_tier" asc nulls last,
          "status" asc
      ) as "#"
    from
      (
        select
          "status",
          "user_tier",
          "count"
        from
          (
            select
              "user_tier",
              "status",
              (sum("rows"))::bigint as "count"
            from
              (
                select
                  "related"."tier" as "user_tier",
                  "facts"."status",
                  "facts"."rows"
                from
                  (
                    select
                      "status" as "status",
                      case
                        when "user_id" between (
                          select
                            "first"
                          from
                            "f2_span"
                        ) and (
                          select
                            "last"
                          from
                            "f2_span"
                        ) then (
                          select
                            "codes"
                          from
                            "f2_dense"
                        ) [
                          "user_id" - (
                            select
                              "first"
                            from
                              "f2_span"
                          ) + 1
                        ]
                      end as "from",
                      count(*) as "rows"
                    from
                      "orders"."order_facts"
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
                    group by
                      1,
                      2
                  ) as "facts"
                  left join (
                    select distinct
                      "code",
                      "tier"
                    from
                      "f2_codes"
                  ) as "related" on "related"."code" = "facts"."from"
                where
                  (
                    select
                      "sent"
                    from
                      "f2_gate"
                  )
                  and (
                    select
                      "dense"
                    from
                      "f2_span"
                  )
                union all
                select
                  "related"."tier" as "user_tier",
                  "facts"."status",
                  "facts"."rows"
                from
                  (
                    select
                      "status" as "status",
                      case
                        when width_bucket(
                          "user_id",
                          (
                            select
                              "bounds"
                            from
                              "f2_lookup"
                          )
                        ) % 2 = 1 then (
                          select
                            "codes"
                          from
                            "f2_lookup"
                        ) [
                          "user_id" - (
                            select
                              "shifts"
                            from
                              "f2_lookup"
                          ) [
                            (
                              width_bucket(
                                "user_id",
                                (
                                  select
                                    "bounds"
                                  from
                                    "f2_lookup"
                                )
                              ) + 1
                            ) / 2
                          ] + 1
                        ]
                      end as "from",
                      count(*) as "rows"
                    from
                      "orders"."order_facts"
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
                    group by
                      1,
                      2
                  ) as "facts"
                  left join (
                    select distinct
                      "code",
                      "tier"
                    from
                      "f2_codes"
                  ) as "related" on "related"."code" = "facts"."from"
                where
                  (
                    select
                      "sent"
                    from
                      "f2_gate"
                  )
                  and not (
                    select
                      "dense"
                    from
                      "f2_span"
                  )
                union all
                select
                  "related"."tier" as "user_tier",
                  "facts"."status",
                  "facts"."rows"
                from
                  (
                    select
                      "status" as "status",
                      "user_id" as "from",
                      count(*) as "rows"
                    from
                      "orders"."order_facts"
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
                      "f2_gate"
                  )
              ) as "parts"
            group by
              1,
              2
            order by
              "count" desc,
              "user_tier" asc nulls last,
              "status" asc
            limit
              4
          ) as "groups"
      ) as "rows"
  )
select
  coalesce(
    json_agg(
      json_build_object('userTier', "f2"."user_tier", 'status', "f2"."status", 'count', "f2"."count")
      order by
        "f2"."#"
    ),
    '[]'
  )::text as "value"
from
  "f2";
