import { graphql } from 'graphql';
import { expect, test } from 'vitest';
import { buildSchema, errorCodes } from '../../../src/index.ts';
import { readDocument, readSources } from './documents.ts';

const page = readDocument('docs/errors.md');

/** The rows of the page's table: code, status, when, what to do. */
const rows = page.text.split('\n').flatMap((line) => {
  const [, code, status, when, remedy] = line.split('|').map((cell) => cell.trim());
  const name = /^`([A-Z_]+)`$/.exec(code ?? '')?.[1];
  return name === undefined ? [] : [{ code: name, status: Number(status), when, remedy }];
});

test('the page lists every code of the table, and no other, with its HTTP status', () => {
  const wanted = Object.entries(errorCodes).map(([code, { status }]) => ({ code, status }));
  expect(rows.map(({ code, status }) => ({ code, status }))).toEqual(wanted);
});

test.each(rows)('$code has a case, and says first what the table says to do', ({ code, when, remedy }) => {
  const known = new Map<string, string>(Object.entries(errorCodes).map(([name, kind]) => [name, kind.remedy]));
  expect(when).not.toBe('');
  expect(remedy?.startsWith(known.get(code) ?? '-')).toBe(true);
});

test('the error that the page shows is one that a client gets', async () => {
  const shown: unknown = JSON.parse(/^```json\n(.*?)^```/ms.exec(page.text)?.[1] ?? '');
  const { errors } = await graphql({
    schema: buildSchema(),
    source: '{ users(first: 501) { nodes { id } } }',
    contextValue: {},
  });
  expect(errors?.map((error) => error.toJSON())).toEqual([shown]);
});

test('what the page calls reserved is raised nowhere', () => {
  const reserved = /^## Reserved\n(.*?)^## /ms.exec(page.text)?.[1] ?? '';
  const codes = [...reserved.matchAll(/`([A-Z_]+)`/g)].map(([, code]) => code);
  const sources = readSources().join('\n');
  expect(sources).toContain("'SOURCE_UNAVAILABLE'");
  expect(codes.filter((code) => sources.includes(`'${code}'`))).toEqual([]);
});
