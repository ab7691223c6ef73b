-- Beside the product's own: orders for walking in order, where a small fetch_size lets the walk stop early. `fdw_hop` owns the
-- foreign table and the view, as it owns all others, so that the gateway's login reads it by the same rights.
drop schema if exists bench cascade;
create schema bench authorization fdw_hop;
create foreign table bench.orders_in_steps (
  id bigint not null, user_id bigint not null, status text not null, total numeric(12, 2) not null,
  created_at timestamptz not null, updated_at timestamptz not null
) server orders options (schema_name 'public', table_name 'orders', fetch_size '200');
alter foreign table bench.orders_in_steps owner to fdw_hop;
create view bench.orders_walk as select * from bench.orders_in_steps;
alter view bench.orders_walk owner to fdw_hop;
grant usage on schema bench to gateway;
grant select on bench.orders_walk to gateway;
