import { expect, test } from 'vitest';
import { defaultLimits } from '../../../src/index.ts';
import { passed } from '../limits/refused.ts';
import { readDocument } from './documents.ts';

const page = readDocument('docs/limits.md');

test('the page lists every limit of an operation, and no other, with its default', () => {
  const rows = [...page.text.matchAll(/^\| `(\w+)` +\| ([\d,]+) +\|/gm)].map(([, name, value = '']) => [
    name,
    Number(value.replaceAll(',', '')),
  ]);
  expect(rows).toEqual(Object.entries(defaultLimits));
});

test('what the page says of rows is so', () => {
  const three = '{ users(first: 50) { nodes { orders(first: 5) { nodes { items(first: 3) { nodes { id } } } } } } }';
  expect(passed(three, { limits: { rows: 1 } })).toEqual(['rows 1050 > 1']);
  const four = '{ users { nodes { orders { nodes { user { orders { nodes { items { nodes { id } } } } } } } } } }';
  expect(passed(four, { limits: { rows: 1 } })).toEqual(['rows 168420 > 1']);
});
