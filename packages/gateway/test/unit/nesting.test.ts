import { expect, test } from 'vitest';
import { documentSize, isNestedDeeper } from '../../src/plugins/nesting.ts';

const limit = { tokens: 100, nesting: 10 };

test.each([
  ['{ a }', 3, 1],
  ['{ a(b: [1, {c: 2}]) { d } }', 18, 4],
  ['query { a } # { { {', 4, 1],
  ['{ a(b: "{{{{") }', 8, 2],
  ['', 0, 0],
])('%s has %i tokens, nested %i deep', (text, tokens, nesting) => {
  expect(documentSize(text, limit)).toEqual({ tokens, nesting });
});

test('measuring stops where a limit is passed', () => {
  expect(documentSize('a '.repeat(1_000_000), limit)).toEqual({ tokens: 101, nesting: 0 });
  expect(documentSize('{'.repeat(1_000_000), limit)).toEqual({ tokens: 11, nesting: 11 });
});

test('values are as deep as the objects and lists around them', () => {
  expect(isNestedDeeper({ a: [1] }, 2)).toBe(false);
  expect(isNestedDeeper({ a: [1] }, 1)).toBe(true);
  expect(isNestedDeeper('text', 0)).toBe(false);
  expect(isNestedDeeper(null, 0)).toBe(false);
  expect(isNestedDeeper(JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`), 200)).toBe(true);
});
