with
  "f2_b1" as materialized (
    select
      "id",
      "user_id",
      "created_at"
    from
      "orders"."orders"
    order by
      "created_at" desc,
      "id" desc
    limit
      64
  ),
  "f2" as materialized (
    select
      "id",
      "user_id",
      "created_at"
    from
      "f2_b1"
    where
      (
        (
          select
            true
          from
            "users"
          where
            "id" = "f2_b1"."user_id"
            and ("country" = cast($1 as text))
        ) is true
      )
    order by
      "created_at" desc,
      "id" desc
    limit
      2
  ),
  "f3" as materialized (
    select
      "id",
      "country"
    from
      "users"
    where
      "id" = any (
        array(
          select distinct
            "user_id"
          from
            "f2"
        )
      )
  ),
  "f3_json" as (
    select
      "f3"."id" as "key",
      json_build_object('country', "f3"."country") as "value"
    from
      "f3"
  )
select
  json_build_object(
    'nodes',
    coalesce(
      (
        select
          json_agg(
            json_build_object('id', 'Order:' || "f2"."id", 'createdAt', "f2"."created_at", 'user', "f3_json"."value")
            order by
              "f2"."created_at" desc,
              "f2"."id" desc
          )
        from
          "f2"
          left join "f3_json" on "f3_json"."key" = "f2"."user_id"
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
