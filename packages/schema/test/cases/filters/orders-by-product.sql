with
  "f1" as materialized (
    select
      "id" as "key"
    from
      "orders"."products"
    where
      ("sku" = cast($1 as text))
    group by
      "id"
  ),
  "f2" as materialized (
    select
      "order_id" as "key"
    from
      "orders"."order_items"
    where
      (
        ("quantity" >= cast($2 as integer))
        and (
          "product_id" = any (
            array(
              select
                "key"
              from
                "f1"
            )
          )
        )
      )
    group by
      "order_id"
  ),
  "f3_b1" as materialized (
    select
      *
    from
      (
        select
          "id",
          "created_at"
        from
          "orders"."orders"
        order by
          "created_at" desc,
          "id" desc
        limit
          64
      ) as "rows"
  ),
  "f3_b1_k1_rows" as materialized (
    select
      *
    from
      (
        select
          "order_id",
          "quantity",
          "product_id"
        from
          "orders"."order_items"
        where
          "order_id" = any (
            array(
              select distinct
                "id"
              from
                "f3_b1"
            )
          )
          and (("quantity" >= cast($3 as integer)))
      ) as "asked"
    where
      (
        select
          count(*)
        from
          "f3_b1"
      ) > 0
  ),
  "f3_b1_k2" as materialized (
    select
      *
    from
      (
        select
          "id" as "key"
        from
          "orders"."products"
        where
          "id" = any (
            array(
              select distinct
                "product_id"
              from
                "f3_b1_k1_rows"
            )
          )
          and (("sku" = cast($4 as text)))
        group by
          "id"
      ) as "asked"
    where
      (
        select
          count(*)
        from
          "f3_b1_k1_rows"
      ) > 0
  ),
  "f3_b1_k1" as materialized (
    select
      "order_id" as "key"
    from
      "f3_b1_k1_rows"
    where
      (
        ("quantity" >= cast($5 as integer))
        and (
          (
            "product_id" in (
              select
                "key"
              from
                "f3_b1_k2"
            )
          ) is true
        )
      )
    group by
      "order_id"
  ),
  "f3_b1_ok" as materialized (
    select
      *
    from
      "f3_b1"
    where
      (
        (
          "id" in (
            select
              "key"
            from
              "f3_b1_k1"
          )
        ) is true
      )
  ),
  "f3_b2" as materialized (
    select
      *
    from
      (
        select
          "id",
          "created_at"
        from
          "orders"."orders"
        where
          "created_at" <= (
            select
              "created_at"
            from
              "f3_b1"
            order by
              "created_at" asc,
              "id" asc
            limit
              1
          )
          and (
            "created_at" < (
              select
                "created_at"
              from
                "f3_b1"
              order by
                "created_at" asc,
                "id" asc
              limit
                1
            )
            or (
              "created_at" = (
                select
                  "created_at"
                from
                  "f3_b1"
                order by
                  "created_at" asc,
                  "id" asc
                limit
                  1
              )
              and "id" < (
                select
                  "id"
                from
                  "f3_b1"
                order by
                  "created_at" asc,
                  "id" asc
                limit
                  1
              )
            )
          )
        order by
          "created_at" desc,
          "id" desc
        limit
          512
      ) as "rows"
    where
      (
        select
          count(*)
        from
          "f3_b1_ok"
      ) < 3
      and (
        select
          count(*)
        from
          "f3_b1"
      ) = 64
  ),
  "f3_b2_k1_rows" as materialized (
    select
      *
    from
      (
        select
          "order_id",
          "quantity",
          "product_id"
        from
          "orders"."order_items"
        where
          "order_id" = any (
            array(
              select distinct
                "id"
              from
                "f3_b2"
            )
          )
          and (("quantity" >= cast($6 as integer)))
      ) as "asked"
    where
      (
        select
          count(*)
        from
          "f3_b2"
      ) > 0
  ),
  "f3_b2_k2" as materialized (
    select
      *
    from
      (
        select
          "id" as "key"
        from
          "orders"."products"
        where
          "id" = any (
            array(
              select distinct
                "product_id"
              from
                "f3_b2_k1_rows"
            )
          )
          and (("sku" = cast($7 as text)))
        group by
          "id"
      ) as "asked"
    where
      (
        select
          count(*)
        from
          "f3_b2_k1_rows"
      ) > 0
  ),
  "f3_b2_k1" as materialized (
    select
      "order_id" as "key"
    from
      "f3_b2_k1_rows"
    where
      (
        ("quantity" >= cast($8 as integer))
        and (
          (
            "product_id" in (
              select
                "key"
              from
                "f3_b2_k2"
            )
          ) is true
        )
      )
    group by
      "order_id"
  ),
  "f3_b2_ok" as materialized (
    select
      *
    from
      "f3_b2"
    where
      (
        (
          "id" in (
            select
              "key"
            from
              "f3_b2_k1"
          )
        ) is true
      )
  ),
  "f3_b3" as materialized (
    select
      *
    from
      (
        select
          "id",
          "created_at"
        from
          "orders"."orders"
        where
          "created_at" <= (
            select
              "created_at"
            from
              "f3_b2"
            order by
              "created_at" asc,
              "id" asc
            limit
              1
          )
          and (
            "created_at" < (
              select
                "created_at"
              from
                "f3_b2"
              order by
                "created_at" asc,
                "id" asc
              limit
                1
            )
            or (
              "created_at" = (
                select
                  "created_at"
                from
                  "f3_b2"
                order by
                  "created_at" asc,
                  "id" asc
                limit
                  1
              )
              and "id" < (
                select
                  "id"
                from
                  "f3_b2"
                order by
                  "created_at" asc,
                  "id" asc
                limit
                  1
              )
            )
          )
        order by
          "created_at" desc,
          "id" desc
        limit
          4096
      ) as "rows"
    where
      (
        select
          count(*)
        from
          "f3_b1_ok"
      ) + (
        select
          count(*)
        from
          "f3_b2_ok"
      ) < 3
      and (
        select
          count(*)
        from
          "f3_b2"
      ) = 512
  ),
  "f3_b3_k1_rows" as materialized (
    select
      *
    from
      (
        select
          "order_id",
          "quantity",
          "product_id"
        from
          "orders"."order_items"
        where
          "order_id" = any (
            array(
              select distinct
                "id"
              from
                "f3_b3"
            )
          )
          and (("quantity" >= cast($9 as integer)))
      ) as "asked"
    where
      (
        select
          count(*)
        from
          "f3_b3"
      ) > 0
  ),
  "f3_b3_k2" as materialized (
    select
      *
    from
      (
        select
          "id" as "key"
        from
          "orders"."products"
        where
          "id" = any (
            array(
              select distinct
                "product_id"
              from
                "f3_b3_k1_rows"
            )
          )
          and (("sku" = cast($10 as text)))
        group by
          "id"
      ) as "asked"
    where
      (
        select
          count(*)
        from
          "f3_b3_k1_rows"
      ) > 0
  ),
  "f3_b3_k1" as materialized (
    select
      "order_id" as "key"
    from
      "f3_b3_k1_rows"
    where
      (
        ("quantity" >= cast($11 as integer))
        and (
          (
            "product_id" in (
              select
                "key"
              from
                "f3_b3_k2"
            )
          ) is true
        )
      )
    group by
      "order_id"
  ),
  "f3_b3_ok" as materialized (
    select
      *
    from
      "f3_b3"
    where
      (
        (
          "id" in (
            select
              "key"
            from
              "f3_b3_k1"
          )
        ) is true
      )
  ),
  "f3" as materialized (
    select
      *
    from
      (
        select
          "id",
          "created_at"
        from
          "f3_b1_ok"
        union all
        select
          "id",
          "created_at"
        from
          "f3_b2_ok"
        union all
        select
          "id",
          "created_at"
        from
          "f3_b3_ok"
        union all
        select
          *
        from
          (
            select
              "id",
              "created_at"
            from
              "orders"."orders"
            where
              (
                "id" = any (
                  array(
                    select
                      "key"
                    from
                      "f2"
                  )
                )
              )
              and "created_at" <= (
                select
                  "created_at"
                from
                  "f3_b3"
                order by
                  "created_at" asc,
                  "id" asc
                limit
                  1
              )
              and (
                "created_at" < (
                  select
                    "created_at"
                  from
                    "f3_b3"
                  order by
                    "created_at" asc,
                    "id" asc
                  limit
                    1
                )
                or (
                  "created_at" = (
                    select
                      "created_at"
                    from
                      "f3_b3"
                    order by
                      "created_at" asc,
                      "id" asc
                    limit
                      1
                  )
                  and "id" < (
                    select
                      "id"
                    from
                      "f3_b3"
                    order by
                      "created_at" asc,
                      "id" asc
                    limit
                      1
                  )
                )
              )
            order by
              "created_at" desc,
              "id" desc
            limit
              3
          ) as "rest"
        where
          (
            (
              select
                count(*)
              from
                "f3_b1_ok"
            ) + (
              select
                count(*)
              from
                "f3_b2_ok"
            ) + (
              select
                count(*)
              from
                "f3_b3_ok"
            ) < 3
            and (
              select
                count(*)
              from
                "f3_b3"
            ) = 4096
          )
      ) as "met"
    order by
      "created_at" desc,
      "id" desc
    limit
      3
  ),
  "f4" as materialized (
    select
      "id",
      "order_id",
      "product_id",
      "quantity",
      "rn" as "#"
    from
      "orders"."order_items_by_order"
    where
      "order_id" = any (
        array(
          select distinct
            "id"
          from
            "f3"
        )
      )
      and "rn" <= 20
  ),
  "f5" as materialized (
    select
      "id",
      "sku"
    from
      "orders"."products"
    where
      "id" = any (
        array(
          select distinct
            "product_id"
          from
            "f4"
        )
      )
  ),
  "f5_json" as (
    select
      "f5"."id" as "key",
      json_build_object('sku', "f5"."sku") as "value"
    from
      "f5"
  ),
  "f4_page" as (
    select
      "f4"."order_id" as "key",
      count(*) as "taken",
      json_agg(
        json_build_object('quantity', "f4"."quantity", 'product', "f5_json"."value")
        order by
          "f4"."#" asc
      ) as "list0"
    from
      "f4"
      left join "f5_json" on "f5_json"."key" = "f4"."product_id"
    group by
      "f4"."order_id"
  )
select
  json_build_object(
    'nodes',
    coalesce(
      (
        select
          json_agg(
            json_build_object('id', 'Order:' || "f3"."id", 'items', json_build_object('nodes', coalesce("f4_page"."list0", '[]')))
            order by
              "f3"."created_at" desc,
              "f3"."id" desc
          )
        from
          "f3"
          left join "f4_page" on "f4_page"."key" = "f3"."id"
      ),
      '[]'
    )
  )::text as "value";
