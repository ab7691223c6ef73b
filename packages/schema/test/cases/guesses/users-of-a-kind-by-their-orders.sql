with
  "f2_b1" as materialized (
    select
      "id",
      "country",
      "created_at"
    from
      "users"
    where
      (("country" = cast($1 as text)))
    order by
      "created_at" desc,
      "id" desc
    limit
      64
  ),
  "f2_b1_k1" as materialized (
    select
      *
    from
      (
        select
          "user_id" as "key"
        from
          "orders"."orders"
        where
          "user_id" = any (
            array(
              select distinct
                "id"
              from
                "f2_b1"
            )
          )
          and (("status" = cast($2 as text)))
        group by
          "user_id"
      ) as "asked"
    where
      (
        select
          count(*)
        from
          "f2_b1"
      ) > 0
  ),
  "f2" as materialized (
    select
      "id",
      "country",
      "created_at"
    from
      "f2_b1"
    where
      (
        ("country" = cast($3 as text))
        and (
          (
            "id" in (
              select
                "key"
              from
                "f2_b1_k1"
            )
          ) is true
        )
      )
    order by
      "created_at" desc,
      "id" desc
    limit
      2
  )
select
  json_build_object(
    'nodes',
    coalesce(
      (
        select
          json_agg(
            json_build_object('id', 'User:' || "f2"."id", 'country', "f2"."country")
            order by
              "f2"."created_at" desc,
              "f2"."id" desc
          )
        from
          "f2"
      ),
      '[]'
    )
  )::text as "value",
  (
    (
      select
        count(*)
      from
        "f2"
    ) < 2
    and (
      select
        count(*)
      from
        "f2_b1"
    ) = 64
  ) as "short";
