import { CompiledQuery } from 'kysely';
import { expect, test } from 'vitest';
import { type StatementOrigin, withComment } from '../../../src/execute/statement-comment.ts';

const commented = (origin: StatementOrigin | undefined) => withComment(CompiledQuery.raw('select 1', []), origin).sql;

test('a comment leads from the statement to its request', () => {
  const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
  expect(commented({ requestId: 'report-7', traceparent })).toBe(
    `/* request_id='report-7',traceparent='${traceparent}' */ select 1`,
  );
  expect(commented({ requestId: 'report-7' })).toBe("/* request_id='report-7' */ select 1");
  expect(commented({})).toBe('select 1');
  expect(commented(undefined)).toBe('select 1');
});

test('what could end the comment, or a value in it, is left out', () => {
  const hostile = ['*/ drop table users; /*', "a'b", 'a b', 'a\nb', 'a\\', '/*', '', 'x'.repeat(200), 'é', 'a\u0000'];
  for (const text of hostile) expect(commented({ requestId: text, traceparent: text })).toBe('select 1');
});
