-- Without a join of lines and orders, which costs the other cluster most: the orders' users come as one array, go back as the
-- orders' country codes, and the look-up of each line is a subscript. Good while the ids of orders have no gaps and are no more
-- than ten million, which is checked (an array ends at 134 million); otherwise the view does the join.
with countries as materialized (
  select country, row_number() over (order by country)::int2 as code from (select country from users group by country) c
), codes as materialized (
  select min(id) - 1 as before, max(id) as last, array_agg(coalesce(code, 0) order by id) as codes
  from (select id, country from users union all select missing, null from (
    select generate_series(id + 1, next - 1) as missing
    from (select id, lead(id) over (order by id) as next from users) neighbours where next > id + 1
  ) gaps) known
  left join countries using (country)
), bounds as materialized (
  select min(id) - 1 as before, max(id) - min(id) + 1 = count(*) and count(*) <= 10000000 as dense from orders.orders
), owners as materialized (
  select array_agg(user_id order by id) as users from orders.orders where (select dense from bounds)
), order_codes as materialized (
  select array_agg(case when owner > codes.before and owner <= codes.last then codes[owner - codes.before] else 0 end) as codes
  from (select unnest(users) as owner from owners) each_order, codes
), by_product as materialized (
  select product_id + 0 as product_id, (select codes from order_codes)[order_id - (select before from bounds)] as code,
         sum(quantity) as quantity, sum(quantity * unit_price) as revenue
  from orders.order_items where (select dense from bounds) group by 1, 2
), by_category as materialized (
  select category, case when user_id > (select before from codes) and user_id <= (select last from codes)
              then (select codes from codes)[user_id - (select before from codes)] end as code,
         sum(quantity) as quantity, sum(revenue) as revenue
  from orders.order_line_facts where not (select dense from bounds) group by 1, 2
), groups as (
  select p.category, code, quantity, revenue from by_product join orders.products p on p.id = by_product.product_id
  union all
  select category, code, quantity, revenue from by_category
)
select category, countries.country as "userCountry", sum(quantity) as quantity, sum(revenue) as revenue
from groups left join countries using (code)
group by category, countries.country
order by sum(revenue) desc, category, countries.country limit 100;
