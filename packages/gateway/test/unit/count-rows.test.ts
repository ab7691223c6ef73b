import { expect, test } from 'vitest';
import { countRows } from '../../src/observe/count-rows.ts';

test.each([
  [undefined, 0],
  [null, 0],
  [{ user: { name: 'Ada', tags: ['a', 'b'], orders: { nodes: [] } } }, 0],
  [{ users: { nodes: [{ id: '1' }, null, { id: '2', orders: { nodes: [{ id: '3' }] } }] } }, 3],
])('%j has its rows counted: %i', (data, rows) => {
  expect(countRows(data)).toBe(rows);
});
