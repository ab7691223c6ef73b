import { once } from 'node:events';
import { createServer } from 'node:net';
import { createTestDatabases, type TestDatabases } from '@causeway/sql/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';

let world: TestDatabases;
beforeAll(async () => {
  world = await createTestDatabases({ data: 'sample' });
});
afterAll(() => world[Symbol.asyncDispose]());

test('a statement that is ended on the hub is ended on the other cluster too', async () => {
  const orders = world.admin('orders');
  await orders.transaction().execute(async (lock) => {
    await sql`lock table products in access exclusive mode`.execute(lock);
    const waiting = world.hub.transaction().execute(async (transaction) => {
      await sql`set local statement_timeout = '1s'`.execute(transaction);
      await sql`select id from orders.products`.execute(transaction);
    });
    const ended = expect(waiting).rejects.toThrow(expect.objectContaining({ code: '57014' }));
    await expect.poll(() => hops(sql`and state = 'active'`)).toBe(1);
    await ended;
    await expect.poll(() => hops(sql`and state = 'active'`), { timeout: 5_000 }).toBe(0);
  });
});

test("a cluster that takes connections and says nothing is waited for until the hub's own statement timeout", async () => {
  await using silent = await listenSilently();
  await using _moved = await moveServer(silent.port);
  const asked = world.hub.transaction().execute(async (transaction) => {
    await sql`set local statement_timeout = '3s'`.execute(transaction);
    await sql`select id from orders.products limit 1`.execute(transaction);
  });
  // Were the server's connect_timeout of two seconds heeded, this would be 08001, and sooner.
  await expect(asked).rejects.toThrow(expect.objectContaining({ code: '57014' }));
});

test('a cluster where nobody listens is an error at once', async () => {
  const { port, [Symbol.asyncDispose]: close } = await listenSilently();
  await close();
  await using _moved = await moveServer(port);
  const asked = sql`select id from orders.products limit 1`.execute(world.hub);
  await expect(asked).rejects.toThrow(expect.objectContaining({ code: '08001' }));
});

test('a hop that was closed between two statements is opened again without an error', async () => {
  await sql`select id from orders.products limit 1`.execute(world.hub);
  await sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'postgres_fdw' and datname = current_database()`.execute(world.admin('orders'));
  await expect.poll(() => hops(), { timeout: 5_000 }).toBe(0);
  const { rows } = await sql`select id from orders.products limit 1`.execute(world.hub);
  expect(rows).toHaveLength(1);
});

test('one statement sees one snapshot of the other cluster, however many scans it takes', async () => {
  const remote = await world.recordRemote();
  await sql`select (select count(*) from orders.orders) + (select max(id) from orders.products)`.execute(world.hub);
  const statements = await remote.statements();
  expect(statements.filter((statement) => statement.startsWith('DECLARE'))).toHaveLength(2);
  expect(statements.filter((statement) => statement.startsWith('START TRANSACTION'))).toEqual([
    expect.stringContaining('ISOLATION LEVEL REPEATABLE READ'),
  ]);
});

/** Lets the hub look for the orders cluster at another port, for as long as the test lasts. */
async function moveServer(port: number): Promise<AsyncDisposable> {
  const hub = world.admin('users');
  const set = (to: number | undefined, timeout: number) =>
    sql`alter server orders options (set port ${sql.lit(String(to))}, set connect_timeout ${sql.lit(String(timeout))})`.execute(
      hub,
    );
  await set(port, 2);
  return { [Symbol.asyncDispose]: async () => void (await set(world.topology.others[0]?.writer.port, 5)) };
}

/** The hub's connections to this test's orders database. */
async function hops(condition = sql``): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from pg_stat_activity
    where application_name = 'postgres_fdw' and datname = current_database() ${condition}
  `.execute(world.admin('orders'));
  return rows[0]?.count ?? Number.NaN;
}

/** A port that takes connections and never answers, as a server that is frozen. */
async function listenSilently(): Promise<AsyncDisposable & { readonly port: number }> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const sockets = new Set<{ destroy(): unknown }>();
  server.on('connection', (socket) => sockets.add(socket));
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
