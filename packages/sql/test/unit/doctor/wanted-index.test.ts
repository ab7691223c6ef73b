import { expect, test } from 'vitest';
import { type IndexColumn, serves } from '../../../src/doctor/wanted-index.ts';

/** `a, -b`: a ascending, b descending. */
function present(text: string) {
  const columns = text.split(', ').map((part) => ({
    column: part === '()' ? null : part.replace('-', ''),
    direction: part.startsWith('-') ? ('desc' as const) : ('asc' as const),
  }));
  return { columns };
}

const newest: readonly IndexColumn[] = [
  { column: 'user_id' },
  { column: 'created_at', direction: 'desc' },
  { column: 'id', direction: 'desc' },
];

test.each([
  ['user_id, -created_at, -id', true],
  ['user_id, created_at, id', true],
  ['-user_id, created_at, id', true],
  ['user_id, -created_at, -id, total', true],
  ['user_id, -created_at, id', false],
  ['user_id, -created_at', false],
  ['user_id', false],
  ['-created_at, -id', false],
  ['(), user_id, -created_at, -id', false],
])('an index on (%s) serves the newest orders of a user: %s', (columns, expected) => {
  expect(serves({ columns: newest }, present(columns))).toBe(expected);
});

test.each([
  ['user_id', true],
  ['-user_id, status', true],
  ['status, user_id', false],
])('an index on (%s) serves looking orders up by their user: %s', (columns, expected) => {
  expect(serves({ columns: [{ column: 'user_id' }] }, present(columns))).toBe(expected);
});
