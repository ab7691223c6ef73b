select
  category,
  (
    case
      when (
        (user_id >= $1::bigint)
        and (user_id <= $2::bigint)
      ) then (($3::integer[]) [((user_id - $4::bigint) + 1)])
      else null::integer
    end
  ),
  sum(quantity),
  sum(revenue),
  count(distinct id)
from
  hop.order_line_facts
group by
  1,
  2;
