select
  true,
  count(*),
  sum(total),
  round((sum(total) / count(*)), 2),
  min(created_at),
  max(created_at)
from
  public.orders;
