select
  category,
  (
    case
      when ((width_bucket(user_id, $1::bigint[]) % 2) = 1) then (
        ($2::integer[]) [((user_id - (($3::bigint[]) [((width_bucket(user_id, $4::bigint[]) + 1) / 2)])) + 1)]
      )
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
