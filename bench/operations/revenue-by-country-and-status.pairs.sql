-- Sums by user and status travel; the hub puts them together by country.
with sums as materialized (
  select user_id, status, count(*) as count, sum(total) as total from orders.orders group by user_id, status
)
select u.country as "userCountry", upper(status) as status, sum(count) as count, sum(total) as total
from sums left join users u on u.id = sums.user_id
group by u.country, sums.status
order by sum(total) desc, u.country, sums.status limit 100;
