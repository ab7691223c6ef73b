-- One array with a small code at the place of each id from the first user to the last; an id that is gone has no code, and one
-- beyond is not looked up: its place may be no integer.
-- The remote view joins lines, orders and products; the look-up ships in the GROUP BY.
with countries as materialized (
  select country, row_number() over (order by country)::int2 as code from (select country from users group by country) c
), codes as materialized (
  select min(id) - 1 as before, max(id) as last, array_agg(coalesce(code, 0) order by id) as codes
  from (select id, country from users union all select missing, null from (
    select generate_series(id + 1, next - 1) as missing
    from (select id, lead(id) over (order by id) as next from users) neighbours where next > id + 1
  ) gaps) known
  left join countries using (country)
), groups as materialized (
  select category, case when user_id > (select before from codes) and user_id <= (select last from codes)
              then (select codes from codes)[user_id - (select before from codes)] end as code,
         sum(quantity) as quantity, sum(revenue) as revenue
  from orders.order_line_facts group by 1, 2
)
select category, countries.country as "userCountry", sum(quantity) as quantity, sum(revenue) as revenue
from groups left join countries using (code)
group by category, countries.country
order by sum(revenue) desc, category, countries.country limit 100;
