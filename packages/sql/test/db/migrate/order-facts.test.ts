import { createTestDatabases } from '@causeway/sql/testing';
import { sql } from 'kysely';
import { expect, test } from 'vitest';

type Buckets = { readonly day: boolean; readonly week: boolean; readonly month: boolean };

/** Instants at the edges of days, weeks, months and of what can be stored, each an order. */
const AGES = {
  'of our time': ['2024-02-29T23:59:59.999999Z', '2024-03-01T00:00:00Z', '2025-12-31T23:59:59.999999Z', '2026-01-04Z'],
  'from before 1970 to after 2100': ['1969-12-31T23:59:59.999999Z', '1970-01-01Z', '2099-12-31Z', '2100-01-01Z'],
  'all before 1970': ['1800-03-01Z', '0001-01-01T00:00:00Z', '4000-01-02 12:00Z BC'],
  'all after 2100': ['2100-02-28T23:00:00Z', '200000-12-30T00:00:00Z'],
  'that never come': ['infinity', '-infinity', '2026-11-24T08:00:00Z'],
};

test.each(Object.entries(AGES))(
  'days, weeks and months begin as date_trunc says, for orders %s',
  async (_, instants) => {
    await using databases = await createTestDatabases({ data: 'empty' });
    const orders = databases.admin('orders');
    for (const instant of instants) {
      await sql`insert into orders (user_id, status, total, created_at, updated_at)
              values (1, 'paid', 1, cast(${instant} as timestamptz), now())`.execute(orders);
    }
    const { rows } = await sql<Buckets>`
    select day = date_trunc('day', created_at, 'UTC') as day,
           week = date_trunc('week', created_at, 'UTC') as week,
           month = date_trunc('month', created_at, 'UTC') as month
    from hop.order_facts`.execute(orders);
    expect(rows).toEqual(instants.map(() => ({ day: true, week: true, month: true })));
  },
);
