import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { keepStatistics } from '../../src/server/keep-statistics.ts';
import type { LogEvent } from '../../src/server/log.ts';
import { createGatewayWorld } from '../support/gateway-world.ts';

test('statistics are there after the first reading, under the login of the gateway', async () => {
  await using world = await createGatewayWorld('sample');
  await sql`analyze users`.execute(world.databases.admin('users'));
  using kept = keepStatistics(world.hub, () => {});
  expect(kept.current()).toEqual({});
  await kept.first;
  expect(kept.current()['users']?.rows).toBe(1_000);
  expect(kept.current()['users']?.columns['country']?.distinct).toBeGreaterThan(1);
});

test('where they cannot be read there are none, and the log says why', async () => {
  await using world = await createGatewayWorld('empty');
  await sql`revoke select on pg_stats from public`.execute(world.databases.admin('users'));
  const logged: LogEvent[] = [];
  using kept = keepStatistics(world.hub, (event) => logged.push(event));
  await kept.first;
  expect(kept.current()).toEqual({});
  expect(logged).toMatchObject([{ level: 'warn', message: "The hub's statistics cannot be read" }]);
});
