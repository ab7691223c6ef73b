import { createTestDatabases, type TestDatabases } from '@causeway/sql/testing';
import { GraphQLString } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hostileValues } from '../doors/hostile-values.ts';
import { insertNastyRows } from '../same-answer/data/insert-rows.ts';
import { answerOf, ask, Json } from '../support/ask.ts';

let databases: TestDatabases;
beforeAll(async () => {
  databases = await createTestDatabases({ data: 'empty' });
  await insertNastyRows(databases);
});
afterAll(() => databases[Symbol.asyncDispose]());

const texts = hostileValues(GraphQLString).flatMap(({ value }) => (typeof value === 'string' ? [value] : []));

/*
 * A cursor is opaque, and yet anybody can take one apart and put something else in. What then stands in it is a value like any
 * other: it marks a place among the rows, or is refused.
 */
describe('a cursor that was made up marks a place, or is refused:', () => {
  test.each([
    ['users', 'User', 'NAME', 'text'],
    ['users', 'User', 'CREATED_AT', 'other'],
    ['users', 'User', 'ORDER_TOTAL', 'other'],
    ['users', 'User', 'LAST_ORDER_AT', 'other'],
    ['orders', 'Order', 'STATUS', 'text'],
    ['orders', 'Order', 'TOTAL', 'other'],
    ['orders', 'Order', 'USER_NAME', 'text'],
    ['products', 'Product', 'SKU', 'text'],
    ['products', 'Product', 'ID', 'other'],
  ])('%s (%s) by %s, a column of %s', async (field, type, by, kind) => {
    const page = (bound: string) =>
      `${field}(${bound}orderBy: [{field: ${by}}], where: {id: {in: $ids}}) { edges { cursor node { id } } }`;
    const ids = Array.from({ length: 20 }, (_, index) => `${type}:${index + 1}`);
    const all = await answerOf(databases, `query ($ids: [ID!]) { all: ${page('')} }`, { ids });
    const rows = idsOf(all, 'all');
    expect(rows).toHaveLength(20);

    const both = `query ($ids: [ID!], $c: String) { after: ${page('after: $c, ')} before: ${page('before: $c, ')} }`;
    const marksPlace = async (content: unknown): Promise<boolean> => {
      const c = Buffer.from(JSON.stringify(content)).toString('base64url');
      const { data, errors } = await ask(databases, both, { ids, c });
      if (errors !== undefined) {
        // A field that is never null takes the answer with it, the other's error included.
        for (const { message, extensions } of errors) {
          expect(message).toMatch(/^(after\.after|before\.before): the cursor /);
          expect(extensions?.['code']).toBe('BAD_USER_INPUT');
        }
        return false;
      }
      const [after, before] = ['after', 'before'].map((key) => idsOf(new Json(data), key));
      const at = rows.filter((id) => !after?.includes(id) && !before?.includes(id));
      expect([before, at, after].flat(), JSON.stringify(content)).toEqual(rows);
      expect(at.length).toBeLessThanOrEqual(1);
      return true;
    };

    const cursor = String(all.at('all', 'edges', 9, 'cursor'));
    const parts: readonly unknown[] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    expect(await marksPlace(parts)).toBe(true);
    const forged = [
      ...parts.flatMap((_, index) => texts.map((text) => parts.with(index, text))),
      ...wrongShapes(parts),
    ];
    const placed: boolean[] = [];
    for (let start = 0; start < forged.length; start += SIDE_BY_SIDE) {
      placed.push(...(await Promise.all(forged.slice(start, start + SIDE_BY_SIDE).map(marksPlace))));
    }
    // Only a text can hold what is no value of another column.
    expect(placed.filter(Boolean).length > 20).toBe(kind === 'text');
  });
});

const SIDE_BY_SIDE = 16;

const wrongShapes = (parts: readonly unknown[]): readonly unknown[] => [
  null,
  'text',
  {},
  [],
  parts.slice(0, -1),
  [...parts, '1'],
  parts.with(-1, null),
  parts.with(-1, 1),
  parts.with(-1, ['1']),
  parts.with(-1, '9223372036854775808'),
  parts.with(-1, '1e999999'),
];

function idsOf(answer: Json, key: string): readonly unknown[] {
  return answer.list(key, 'edges').map((edge) => edge.at('node', 'id'));
}
