-- Sorted ids and their country codes as two arrays, with a marker after each id that a gap follows; the look-up ships in the GROUP BY.
with countries as materialized (
  select country, row_number() over (order by country)::int2 as code from (select country from users group by country) c
), bounds as materialized (
  select array_agg(bound::float8 order by bound) as ids, array_agg(code order by bound) as codes
  from (
    select id as bound, code from users join countries using (country)
    union all
    select id + 1, 0 from (select id, lead(id) over (order by id) as next from users) neighbours
    where next is distinct from id + 1
  ) bound
), groups as materialized (
  select (select codes from bounds)[width_bucket(user_id::float8, (select ids from bounds))] as code, status,
         count(*) as count, sum(total) as total
  from orders.orders group by 1, 2
)
select countries.country as "userCountry", upper(status) as status, sum(count) as count, sum(total) as total
from groups left join countries using (code)
group by countries.country, groups.status
order by sum(total) desc, countries.country, groups.status limit 100;
