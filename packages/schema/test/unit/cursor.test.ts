import { describe, expect, test } from 'vitest';
import { type CursorScope, cursorHead, decodeCursor, encodeCursor } from '../../src/cursor.ts';

const scope: CursorScope = {
  field: 'User.orders',
  order: [
    { column: 'created_at', direction: 'desc', columnKind: 'instant' },
    { column: 'id', direction: 'desc', columnKind: 'bigint' },
  ],
};
const values = ['2025-01-01T00:00:30.000001+00:00', '9007199254740993'];
const cursor = encodeCursor([...cursorHead(scope), ...values]);

function decode(text: string, of: CursorScope = scope): readonly (string | null)[] {
  return decodeCursor(of, text, 'user.orders.after');
}

function made(...texts: readonly unknown[]): string {
  return Buffer.from(JSON.stringify(texts)).toString('base64url');
}

describe('a cursor', () => {
  test('gives back the values it was made of, to the last digit', () => {
    expect(decode(cursor)).toEqual(values);
  });

  test('is opaque: it fits into a URL and shows no structure', () => {
    expect(cursor).toMatch(/^[A-Za-z0-9_-]+$/);
  });

  test.each(Array.from({ length: cursor.length }, (_, length) => length))(
    'cut to %i characters is broken',
    (length) => {
      expect(() => decode(cursor.slice(0, length))).toThrow('user.orders.after: the cursor is broken');
    },
  );

  test('of another field is refused', () => {
    expect(() => decode(cursor, { ...scope, field: 'Query.orders' })).toThrow('does not belong to Query.orders');
  });

  test('of another ordering is refused', () => {
    const order = [{ column: 'id', direction: 'asc', columnKind: 'bigint' }] as const;
    expect(() => decode(cursor, { ...scope, order })).toThrow('belongs to another ordering');
  });

  test('of another version is refused', () => {
    const [, ...rest] = cursorHead(scope);
    expect(() => decode(made('0', ...rest, ...values))).toThrow('is of another version');
  });

  test.each([
    ['too few values', [values[0]]],
    ['too many values', [...values, '1']],
    ['a number that is no bigint', [values[0], '9223372036854775808']],
    ['an instant that is none', ['2025-02-30 00:00', values[1]]],
    ['the year 0', ['0000-01-01T00:00:00+00:00', values[1]]],
    ['SQL', ["2025-01-01T00:00:00+00:00'; drop table users --", values[1]]],
    ['something else than texts', [null, 7]],
  ])('made up with %s is broken', (_what, forged) => {
    expect(() => decode(made(...cursorHead(scope), ...forged))).toThrow('is broken');
  });

  test('holds that a row has no value only where the ordering says so', () => {
    const nullable: CursorScope = { ...scope, order: scope.order.map((term) => ({ ...term, nulls: 'last' })) };
    expect(decode(encodeCursor([...cursorHead(nullable), null, '1']), nullable)).toEqual([null, '1']);
    expect(() => decode(encodeCursor([...cursorHead(scope), null, '1']))).toThrow('is broken');
  });

  test.each(['', '!', 'null', made(), made({}), Buffer.from('{}').toString('base64url'), 'x'.repeat(10_000)])(
    '%j is broken',
    (text) => {
      expect(() => decode(text)).toThrow(expect.objectContaining({ extensions: { code: 'BAD_USER_INPUT' } }));
    },
  );
});
