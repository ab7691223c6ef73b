import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTestDatabases } from '@causeway/sql/testing';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { tableTypes } from '../../../src/codegen/table-types.ts';

const committed = () => readFile(join(import.meta.dirname, '../../../src/tables.ts'), 'utf8');

test('the committed types are those of the hub; if not, run: pnpm generate-tables', async () => {
  await using world = await createTestDatabases({ data: 'empty' });
  const others = world.topology.others.map(({ name }) => name);
  expect(await tableTypes(world.admin('users'), others)).toBe(await committed());
});

test('a changed table gives other types', async () => {
  await using world = await createTestDatabases({ data: 'empty' });
  await sql`alter table users add column nickname text`.execute(world.admin('users'));
  const types = await tableTypes(world.admin('users'), ['orders']);
  expect(types).toContain('nickname: string | null');
  expect(types).not.toBe(await committed());
});
