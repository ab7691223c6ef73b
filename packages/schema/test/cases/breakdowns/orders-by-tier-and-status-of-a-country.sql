with
  "f1" as materialized (
    select
      "id" as "key"
    from
      "users"
    where
      ("country" = cast($1 as text))
    group by
      "id"
  ),
  "f2_gate" as materialized (
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
              20001
          ) as "some"
      ) > 20000 as "sent"
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
  "f2_lookup" as materialized (
    with
      "beside" as materialized (
        select
          "key",
          "code",
          lag("key") over "place" as "before",
          lag("code") over "place" as "codeBefore",
          lead("key") over "place" as "after"
        from
          "f2_codes"
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
                      (
                        select
                          "codes"
                        from
                          "f2_lookup"
                      ) [
                        width_bucket(
                          "user_id",
                          (
                            select
                              "keys"
                            from
                              "f2_lookup"
                          )
                        )
                      ] as "from",
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
