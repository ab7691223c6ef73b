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
              ("status" = cast($1 as text))
            limit
              20001
          ) as "some"
      ) > 20000 as "sent"
  ),
  "f1_codes" as materialized (
    select
      "id" as "key",
      1 as "code"
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
                        when (
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
                        ] = 1 then "user_id"
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
