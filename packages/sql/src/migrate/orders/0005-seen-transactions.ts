import { type Kysely, sql } from 'kysely';

/** How many transactions a block has. */
const size = sql.lit(1024);

/**
 * What this server has seen of transactions that wrote: the hub asks it over the hop, of the very session that it then reads from,
 * whether a client's write is there yet. Transactions before `oldest` are over. There is a row for each that follows and was seen,
 * with what became of it, and in any case one whose `xid` and `block` are 0.
 *
 * Whoever looks for one names its block too (`xid / 1024`) and may name 0 beside both: then only that block's transactions are
 * counted out, and only for the one is looked up what became of it, however many have followed an `oldest` that takes long.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`
    create view hop.seen_transactions as
    with seen as (
      select pg_snapshot_xmin(snapshot)::text::bigint as oldest, pg_snapshot_xmax(snapshot)::text::bigint as next
      from pg_current_snapshot() as snapshot
    )
    select block, xid, pg_xact_status(xid::text::xid8) as status, oldest
    from seen
    cross join lateral generate_series(oldest / ${size}, next / ${size}) as block
    cross join lateral generate_series(greatest(block * ${size}, oldest), least((block + 1) * ${size}, next) - 1) as xid
    union all
    select bigint '0', bigint '0', null::text, oldest from seen`.execute(database);
  await sql`grant select on hop.seen_transactions to fdw_reader, gateway`.execute(database);
}
