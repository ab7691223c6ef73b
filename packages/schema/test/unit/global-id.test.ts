import { describe, expect, test } from 'vitest';
import { domainCatalog } from '../../src/catalog/domain.ts';
import { readGlobalId, readGlobalIdOf } from '../../src/selection/global-id.ts';

describe('a global id', () => {
  test.each([
    ['User:42', { table: 'users', key: '42' }],
    ['OrderItem:0', { table: 'order_items', key: '0' }],
    ['Order:9223372036854775807', { table: 'orders', key: '9223372036854775807' }],
  ])('%s names a row', (id, key) => {
    expect(readGlobalId(domainCatalog, id, 'node.id')).toEqual(key);
  });

  test.each([
    ['User:abc', 'is no id'],
    ['User:007', 'is no id'],
    ['User:-1', 'is no id'],
    ['User:1 ', 'is no id'],
    ['User:１', 'is no id'],
    ['42', 'is no id'],
    ['', 'is no id'],
    ['User:1\n', 'is no id'],
    ['Nope:1', 'is of no known type'],
    ['toString:1', 'is of no known type'],
    ['OrderBreakdownRow:1', 'is of no known type'],
    ['Order:9223372036854775808', 'is too large'],
    ['Order:99999999999999999999', 'is too large'],
  ])('%j is refused', (id, why) => {
    expect(() => readGlobalId(domainCatalog, id, 'node.id')).toThrow(
      expect.objectContaining({
        message: expect.stringContaining(`node.id: ${JSON.stringify(id)} ${why}`),
        extensions: { code: 'BAD_USER_INPUT' },
      }),
    );
  });

  test('of another type than the field wants is refused', () => {
    expect(() => readGlobalIdOf(domainCatalog, 'users', 'Order:1', 'user.id')).toThrow(
      'user.id: "Order:1" is not the id of a User',
    );
  });

  test('of no known type is answered with the types that have ids, and no others', () => {
    expect(() => readGlobalId(domainCatalog, 'Nope:1', 'node.id')).toThrow(
      /the types are User, Order, OrderItem, Product$/,
    );
  });

  test('that is very long is cut in the message', () => {
    expect(() => readGlobalId(domainCatalog, 'x'.repeat(100_000), 'node.id')).toThrow(/^node.id: "x{60}…" is no id/);
  });
});
