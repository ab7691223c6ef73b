import { describe, expect, test } from 'vitest';
import { quoteName, quotePrivilege, quoteQualified, quoteType, quoteValue } from '../../../src/fdw/quote.ts';

describe('names', () => {
  test.each([
    ['orders', '"orders"'],
    ['Order Items', '"Order Items"'],
    ['a"; drop schema public cascade; --', '"a""; drop schema public cascade; --"'],
    ['"', '""""'],
    ["it's", '"it\'s"'],
    ['back\\slash', '"back\\slash"'],
    ['größe', '"größe"'],
    ['a.b', '"a.b"'],
  ])('%j is one identifier', (name, quoted) => {
    expect(quoteName(name)).toBe(quoted);
  });

  test.each(['', 'nul\0', 'x'.repeat(64), 'ü'.repeat(32)])('%j is refused: PostgreSQL would not keep it', (name) => {
    expect(() => quoteName(name)).toThrow('Not a name');
  });

  test('a name within a schema is quoted part by part', () => {
    expect(quoteQualified('a.b', 'c"d')).toBe('"a.b"."c""d"');
  });
});

describe('values', () => {
  test.each([
    ['', "''"],
    ['plain', "'plain'"],
    ["o'brien", "'o''brien'"],
    ["'); drop table users; --", "'''); drop table users; --'"],
    ['back\\slash', "E'back\\\\slash'"],
    ["\\'", "E'\\\\'''"],
    ['line\nbreak', "'line\nbreak'"],
    ['$$', "'$$'"],
  ])('%j is one literal', (value, quoted) => {
    expect(quoteValue(value)).toBe(quoted);
  });

  test('a NUL is refused without showing the value', () => {
    expect(() => quoteValue('secret\0')).toThrow(/^(?!.*secret).*NUL/);
  });
});

describe('types', () => {
  test.each([
    'bigint',
    'text',
    'numeric(12,2)',
    'timestamp with time zone',
    'timestamp(3) without time zone',
    'character varying(20)',
    'double precision',
    'uuid[]',
    'int4range',
  ])('%s is built in', (type) => {
    expect(quoteType(type)).toBe(type);
  });

  test.each([
    'public.citext',
    '"my type"',
    'text; drop table users',
    'text) server x --',
    "text default 'x'",
    'bigint not null, x text',
    '',
    'BIGINT',
  ])('%j is refused', (type) => {
    expect(() => quoteType(type)).toThrow('Not a built-in type');
  });
});

test('a privilege is a keyword and nothing else', () => {
  expect(quotePrivilege('SELECT')).toBe('SELECT');
  expect(() => quotePrivilege('SELECT on x to y; --')).toThrow('Not a privilege');
});
