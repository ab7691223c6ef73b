-- One array with a small code at the place of each id from the first user to the last; an id that is gone has no code, and one
-- beyond is not looked up: its place may be no integer. The look-up is a subscript and ships in the GROUP BY, so that 45 rows travel. `|| ''` keeps the other cluster from walking the
-- index on status and sorting what it finds: hashing takes half the time.
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
  select case when user_id > (select before from codes) and user_id <= (select last from codes)
              then (select codes from codes)[user_id - (select before from codes)] end as code, status || '' as status, count(*) as count, sum(total) as total
  from orders.orders group by 1, 2
)
select countries.country as "userCountry", upper(status) as status, sum(count) as count, sum(total) as total
from groups left join countries using (code)
group by countries.country, groups.status
order by sum(total) desc, countries.country, groups.status limit 100;
