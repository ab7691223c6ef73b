import { createTestDatabases, type TestDatabases } from '@causeway/sql/testing';
import { type RawBuilder, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RemoteStatement, remoteStatements } from '../../../src/explain/remote-statements.ts';
import { runExplain } from '../../../src/explain/run-explain.ts';

/*
 * What postgres_fdw ships and what it does not, read from plans: the ground that the planner's rules stand on. A server version
 * that ships more, or less, shows here first. docs/fdw.md says what follows from each.
 */

let world: TestDatabases;
beforeAll(async () => {
  world = await createTestDatabases({ data: 'sample' });
});
afterAll(() => world[Symbol.asyncDispose]());

/** The remote statements of a statement that is run on the hub. */
async function scansOf(statement: RawBuilder<unknown>): Promise<readonly RemoteStatement[]> {
  return remoteStatements(await runExplain(world.hub, statement.compile(world.hub), { analyze: true }));
}

const INSTANT = '2025-01-08T00:00:30Z';

describe('shipped:', () => {
  test.each([
    ['equality', sql`user_id = ${'7'}`, 'user_id = 7'],
    ['a list of keys', sql`user_id = any(${['7', '8']})`, "user_id = ANY ('{7,8}'::bigint[])"],
    ['comparison with an instant', sql`created_at < ${INSTANT}`, "created_at < '2025-01-08 00:00:30+00'"],
    [
      'a keyset that is written out',
      sql`created_at < ${INSTANT} or (created_at = ${INSTANT} and id < ${'9'})`,
      '(id < 9::bigint)',
    ],
    ['a negation', sql`not (status = any(${['paid', 'shipped']}))`, "status <> ALL ('{paid,shipped}'"],
    ['a pattern', sql`status ilike ${'p%'}`, "status ~~* 'p%'"],
  ])('%s', async (_, condition, shipped) => {
    const scans = await scansOf(sql`select id from orders.orders where ${condition}`);
    expect(scans).toMatchObject([{ sql: expect.stringContaining(shipped), loops: 1 }]);
  });

  test('order and limit', async () => {
    const scans = await scansOf(
      sql`select id from orders.orders where user_id = 1 order by created_at desc, id desc limit 3`,
    );
    expect(scans).toMatchObject([{ sql: expect.stringMatching(/ORDER BY created_at DESC .*LIMIT 3/), rows: 3 }]);
  });

  test('counting by key', async () => {
    const scans = await scansOf(
      sql`select user_id, count(*) from orders.orders where user_id = any(${['1', '2']}) group by user_id`,
    );
    expect(scans).toMatchObject([{ sql: expect.stringMatching(/count\(\*\).* GROUP BY 1/), rows: 2 }]);
  });

  test('figures by key, and conditions on them', async () => {
    const scans = await scansOf(sql`
      select user_id, sum(total), round(sum(total) / count(*), 2), max(created_at), count(distinct status)
      from orders.orders group by user_id having sum(total) > 50000`);
    expect(scans).toHaveLength(1);
    for (const part of [
      'sum(total), round((sum(total) / count(*)), 2), max(created_at), count(DISTINCT status)',
      'GROUP BY 1 HAVING ((sum(total) > 50000',
    ]) {
      expect(scans[0]?.sql).toContain(part);
    }
  });

  test('the different keys, by GROUP BY', async () => {
    const scans = await scansOf(sql`select user_id from orders.orders group by user_id`);
    expect(scans).toMatchObject([{ sql: 'SELECT user_id FROM public.orders GROUP BY 1', rows: 1_000 }]);
  });
});

describe('not shipped, so that the whole table travels:', () => {
  test.each([
    ['a row comparison', sql`select id from orders.orders where (created_at, id) < (${INSTANT}, 1)`],
    ['a clock', sql`select id from orders.orders where created_at > now() - interval '1 day'`],
    ['a period', sql`select date_trunc('day', created_at, 'UTC') as day, count(*) from orders.orders group by 1`],
    [
      'a window function',
      sql`select id from (select id, row_number() over (partition by user_id order by id) as n from orders.orders) as o where n <= 1`,
    ],
    ['the different keys, by DISTINCT', sql`select distinct user_id from orders.orders`],
    ['the coalesced', sql`select id from orders.orders where coalesce(status, '') = 'paid'`],
  ])('%s', async (_, statement) => {
    const scans = await scansOf(statement);
    expect(scans).toMatchObject([
      { sql: expect.stringMatching(/^SELECT [a-z_, ]+ FROM public\.orders( ORDER BY .*)?$/) },
    ]);
  });

  test('a period is shipped where a view of the other cluster has it as a column', async () => {
    const scans = await scansOf(sql`select day, count(*) from orders.order_facts where user_id = 1 group by day`);
    expect(scans).toMatchObject([
      { sql: expect.stringMatching(/^SELECT day, count\(\*\) FROM hop\.order_facts .*GROUP BY 1$/) },
    ]);
  });
});

describe('children of 50 parents', () => {
  const parents = sql`with parents as materialized (select id from users where id <= 50)`;

  test('are one remote query with an array of keys', async () => {
    const scans = await scansOf(
      sql`${parents} select id from orders.orders where user_id = any(array(select id from parents))`,
    );
    expect(scans).toMatchObject([{ sql: expect.stringContaining('user_id = ANY ($1::bigint[])'), loops: 1 }]);
  });

  test('are 50 remote queries with LATERAL', async () => {
    const scans = await scansOf(
      sql`${parents} select o.id from parents cross join lateral
        (select id from orders.orders where user_id = parents.id order by created_at desc, id desc limit 1) as o`,
    );
    expect(scans).toMatchObject([{ loops: 50, rows: 50 }]);
  });

  test('are 50 remote queries with a correlated subquery', async () => {
    const scans = await scansOf(
      sql`${parents} select (select max(id) from orders.orders where user_id = parents.id) from parents`,
    );
    expect(scans).toMatchObject([{ loops: 50 }]);
  });

  test('are the whole table with a join to a list of values', async () => {
    const ids = Array.from({ length: 50 }, (_, index) => String(index + 1));
    const scans = await scansOf(
      sql`select o.id from unnest(${ids}::bigint[]) as parents (id) join orders.orders as o on o.user_id = parents.id`,
    );
    expect(scans).toMatchObject([{ sql: expect.not.stringContaining('WHERE'), rows: 30_000 }]);
  });
});

test('a level that is read again for each parent costs one remote query only where it is materialized', async () => {
  const level = (materialized: 'materialized' | 'not materialized') => sql`
    with parents as materialized (select id from users where id <= 3),
    children as ${sql.raw(materialized)} (
      select user_id, total from orders.orders where user_id = any(array(select id from parents))
    )
    select (select json_agg(total) from children where user_id = parents.id) from parents`;
  expect(await scansOf(level('materialized'))).toMatchObject([{ loops: 1 }]);
  expect(await scansOf(level('not materialized'))).toMatchObject([{ loops: 3 }]);
});

test('orders of the users of a country are one remote query where the keys come as an array, and the whole table where they come as rows', async () => {
  const keys = sql`select id from users where country = 'DE'`;
  const asArray = await scansOf(sql`select id from orders.orders where user_id = any(array(${keys}))`);
  expect(asArray).toMatchObject([{ sql: expect.stringContaining('user_id = ANY ($1::bigint[])'), loops: 1 }]);
  const asRows = await scansOf(sql`select id from orders.orders where user_id in (${keys})`);
  expect(asRows).toMatchObject([{ sql: expect.not.stringContaining('WHERE'), rows: 30_000 }]);
});

test('a limit is shipped as a literal, not as the parameter of a generic plan', async () => {
  await world.hub.connection().execute(async (session) => {
    await sql`set plan_cache_mode = force_generic_plan`.execute(session);
    for (const [name, limit] of [
      ['literal', '3'],
      ['parameter', '$1'],
    ] as const) {
      const text = sql`prepare ${sql.id(name)} (bigint) as select id from orders.orders limit ${sql.raw(limit)}`;
      await text.execute(session);
    }
    const planOf = async (name: string) =>
      remoteStatements(await runExplain(session, sql`execute ${sql.id(name)} (3)`.compile(session)));
    expect(await planOf('literal')).toMatchObject([{ sql: expect.stringContaining('LIMIT 3') }]);
    expect(await planOf('parameter')).toMatchObject([{ sql: expect.not.stringContaining('LIMIT') }]);
    await sql`deallocate all`.execute(session);
    await sql`reset plan_cache_mode`.execute(session);
  });
});

test('both clusters have texts in one order, so that a sort means the same on either side', async () => {
  const collations = ['users', 'orders'].map(async (cluster) => {
    const { rows } = await sql`
      select datlocprovider, datlocale, datcollate from pg_database where datname = current_database()
    `.execute(world.admin(cluster));
    return rows;
  });
  const [hub, orders] = await Promise.all(collations);
  expect(hub).toHaveLength(1);
  expect(orders).toEqual(hub);
});
