with
  "f1" as materialized (
    select
      "id" as "key"
    from
      "users"
    where
      ("country" = cast($1 as text))
  ),
  "f2" as materialized (
    select
      "id",
      "created_at"
    from
      "orders"."orders"
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
            json_build_object('id', 'Order:' || "f2"."id", 'createdAt', "f2"."created_at")
            order by
              "f2"."created_at" desc,
              "f2"."id" desc
          )
        from
          "f2"
      ),
      '[]'
    )
  )::text as "value";
