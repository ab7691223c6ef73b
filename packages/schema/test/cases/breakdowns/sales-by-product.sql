with
  "f1" as materialized (
    select
      "rows".*,
      row_number() over (
        order by
          "quantity" desc,
          "product_id" asc
      ) as "#"
    from
      (
        select
          "product_id",
          "quantity",
          "revenue"
        from
          (
            select
              "product_id" as "product_id",
              sum("quantity") as "quantity",
              sum("revenue") as "revenue"
            from
              "orders"."order_line_facts"
            group by
              1
            order by
              sum("quantity") desc,
              "product_id" asc
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
      "orders"."products"
    where
      "id" = any (
        array(
          select distinct
            "product_id"
          from
            "f1"
        )
      )
  ),
  "f2_json" as (
    select
      "f2"."id" as "key",
      json_build_object('id', 'Product:' || "f2"."id", 'name', "f2"."name") as "value"
    from
      "f2"
  )
select
  coalesce(
    json_agg(
      json_build_object('product', "f2_json"."value", 'quantity', "f1"."quantity", 'revenue', "f1"."revenue"::text)
      order by
        "f1"."#"
    ),
    '[]'
  )::text as "value"
from
  "f1"
  left join "f2_json" on "f2_json"."key" = "f1"."product_id";
