-- Candidates in order in blocks of 64, 128, 256 …, one remote probe a block, until the page is full.
with recursive step as (
  select 0 as size, 0 as met, 'infinity'::timestamptz as upto, 0::bigint as last_id, false as done, null::bigint[] as ids
  union all
  select block.size, step.met + cardinality(hits.ids), block.upto, block.last_id,
         block.candidates < block.size or step.met + cardinality(hits.ids) >= 20, hits.ids
  from step
  cross join lateral (
    select greatest(64, 2 * step.size) as size, count(*) as candidates, array_agg(id) as ids,
           min(created_at) as upto, (array_agg(id order by created_at, id))[1] as last_id
    from (
      select id, created_at from users
      where country = 'JP' and tier = 'enterprise' and created_at <= step.upto
        and (created_at < step.upto or id < step.last_id)
      order by created_at desc, id desc
      limit greatest(64, 2 * step.size)
    ) candidate
  ) block
  cross join lateral (
    select coalesce(array_agg(user_id), '{}') as ids from (
      select user_id from orders.orders
      where user_id = any (block.ids) and status = 'cancelled' and created_at >= '2025-11-14T05:20:00Z'
      group by user_id
    ) hit
  ) hits
  where not step.done
)
select 'User:' || id as id, name, to_json(created_at) #>> '{}' as "createdAt"
from (
  select id, name, created_at from users
  where id = any (array(select unnest(ids) from step))
  order by created_at desc, id desc limit 20
) page
order by created_at desc, page.id desc;
