import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { createPool } from '../../../src/connect/create-pool.ts';
import { Secret } from '../../../src/secret.ts';
import { createTestDatabases, type TestDatabases } from '../../../src/testing/index.ts';

/** The gateway's pool on the hub, and one connection of it that stays the same. */
function queryPool({ topology }: TestDatabases, statementTimeoutMs?: number) {
  const pool = createPool(topology.hub, {
    purpose: 'query',
    role: 'reader',
    max: 1,
    ...(statementTimeoutMs === undefined ? {} : { statementTimeoutMs }),
  });
  return Object.assign(pool, { [Symbol.asyncDispose]: () => pool.end() });
}

it('brings its settings along with the connection', async () => {
  await using databases = await createTestDatabases({ data: 'empty' });
  await using pool = queryPool(databases);
  const { rows } = await pool.query(`
    select current_user::text as login, current_setting('application_name') as application, current_setting('TimeZone') as zone,
           current_setting('default_transaction_read_only') as read_only, current_setting('statement_timeout') as timeout`);
  expect(rows).toEqual([{ login: 'gateway', application: 'causeway', zone: 'UTC', read_only: 'on', timeout: '30s' }]);
});

it('lets the administrator write, without a limit of time', async () => {
  await using databases = await createTestDatabases({ data: 'empty' });
  const pool = createPool(databases.topology.hub, { purpose: 'admin', role: 'writer' });
  try {
    const { rows } = await pool.query(`
      select current_setting('default_transaction_read_only') as read_only, current_setting('statement_timeout') as timeout`);
    expect(rows).toEqual([{ read_only: 'off', timeout: '0' }]);
  } finally {
    await pool.end();
  }
});

it('gives JSON as the text that the database wrote, digits included', async () => {
  await using databases = await createTestDatabases({ data: 'empty' });
  await using pool = queryPool(databases);
  const { rows } = await pool.query(`select '{"id":9007199254740993}'::json as a, '[1.10]'::jsonb as b, 1 as c`);
  expect(rows).toEqual([{ a: '{"id":9007199254740993}', b: '[1.10]', c: 1 }]);
});

it('has the server end a statement that takes too long', async () => {
  await using databases = await createTestDatabases({ data: 'empty' });
  await using pool = queryPool(databases, 50);
  await expect(pool.query('select pg_sleep(5)')).rejects.toMatchObject({ code: '57014' });
});

it('gives up a statement that gets no answer, and closes at once then', async () => {
  await using databases = await createTestDatabases({ data: 'empty' });
  const options = { purpose: 'admin', role: 'writer', answerTimeoutMs: 100 } as const;
  const pool = createPool(databases.topology.hub, options);
  const startedAt = performance.now();
  await expect(pool.query('select pg_sleep(20)')).rejects.toThrow('Query read timeout');
  await pool.end();
  expect(performance.now() - startedAt).toBeLessThan(10_000);
});

it('survives the loss of an idle connection, and takes a new one', async () => {
  await using databases = await createTestDatabases({ data: 'empty' });
  await using pool = queryPool(databases);
  const pidOf = async () => (await pool.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]?.pid;
  const before = await pidOf();
  const removed = new Promise((resolve) => pool.once('remove', resolve));
  const admin = createPool(databases.topology.hub, { purpose: 'admin', role: 'writer' });
  await admin.query('select pg_terminate_backend($1)', [before]);
  await admin.end();
  await removed;
  expect(await pidOf()).not.toBe(before);
});

it('lets each connection live for a time of its own, of up to a fifth less than the longest', async () => {
  await using databases = await createTestDatabases({ data: 'empty' });
  await using pool = queryPool(databases);
  const lifetimes = Array.from({ length: 100 }, () => pool.options.maxLifetimeSeconds ?? 0);
  expect(Math.min(...lifetimes)).toBeGreaterThanOrEqual(1_440);
  expect(Math.max(...lifetimes)).toBeLessThanOrEqual(1_800);
  expect(new Set(lifetimes).size).toBeGreaterThan(90);
});

it('shows no token and no password when printed', async () => {
  await using databases = await createTestDatabases({ data: 'empty' });
  await using pool = queryPool(databases);
  const client = await pool.connect();
  const error: unknown = await client.query('select nothing').catch((reason: unknown) => reason);
  client.release();
  for (const shown of [pool, client, error]) {
    expect(inspect(shown, { depth: 12, getters: true })).not.toContain('X-Amz-Signature');
  }
  expect(JSON.stringify([pool.options, error])).not.toContain('X-Amz-Signature');

  const auth = { kind: 'password', password: new Secret('hunter2') } as const;
  const hub = { ...databases.topology.hub, gateway: { user: 'gateway', auth } };
  const byPassword = createPool(hub, { purpose: 'query', role: 'reader' });
  await expect(byPassword.query('select 1')).rejects.toThrow('PAM authentication failed');
  expect(inspect(byPassword, { depth: 12 })).not.toContain('hunter2');
  await byPassword.end();
});
