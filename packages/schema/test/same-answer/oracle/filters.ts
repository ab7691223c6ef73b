import type { ItemRow, OrderRow, ProductRow, UserRow } from '../data/rows.ts';
import { figuresOf } from './figures.ts';
import { entryOf, given, listOf } from './given.ts';
import { type Test, testDecimal, testEnum, testId, testInstant, testInt, testText } from './operators.ts';
import type { Relations } from './relations.ts';

/** Reads a filter as a test of a row; BAD_USER_INPUT at once where an operand cannot be, whether a row is met or not. */
export type Filters = {
  readonly user: (input: unknown) => Test<UserRow>;
  readonly order: (input: unknown) => Test<OrderRow>;
  readonly product: (input: unknown) => Test<ProductRow>;
};

export function createFilters({ userOf, ordersOf, itemsOf, productOf }: Relations): Filters {
  const user = (input: unknown): Test<UserRow> =>
    filter(input, user, {
      id: (value) => on(testId('User', value), (row) => row.id),
      email: (value) => on(testText(value), (row) => row.email),
      name: (value) => on(testText(value), (row) => row.name),
      country: (value) => on(testText(value), (row) => row.country),
      tier: (value) => on(testEnum(value), (row) => row.tier),
      createdAt: (value) => on(testInstant(value), (row) => row.createdAt),
      orders: (value) => on(testList(value, order), ordersOf),
      orderStats: (value) => on(testStats(value, order), ordersOf),
    });

  const order = (input: unknown): Test<OrderRow> =>
    filter(input, order, {
      id: (value) => on(testId('Order', value), (row) => row.id),
      status: (value) => on(testEnum(value), (row) => row.status),
      total: (value) => on(testDecimal(value), (row) => row.total),
      createdAt: (value) => on(testInstant(value), (row) => row.createdAt),
      items: (value) => on(testList(value, item), itemsOf),
      user: (value) => ifPresent(user(value), userOf),
    });

  const item = (input: unknown): Test<ItemRow> =>
    filter(input, item, {
      quantity: (value) => on(testInt(value), (row) => row.quantity),
      unitPrice: (value) => on(testDecimal(value), (row) => row.unitPrice),
      product: (value) => on(product(value), productOf),
    });

  const product = (input: unknown): Test<ProductRow> =>
    filter(input, product, {
      id: (value) => on(testId('Product', value), (row) => row.id),
      sku: (value) => on(testText(value), (row) => row.sku),
      name: (value) => on(testText(value), (row) => row.name),
      category: (value) => on(testText(value), (row) => row.category),
      price: (value) => on(testDecimal(value), (row) => row.price),
    });

  return { user, order, product };
}

type ReadTest<Row> = (input: unknown) => Test<Row>;

/** The fields of one filter, joined by AND. `and: []` is true, `or: []` is not, `not` keeps what is not true. */
function filter<Row>(input: unknown, self: ReadTest<Row>, fields: Readonly<Record<string, ReadTest<Row>>>): Test<Row> {
  const tests = given(input).map(([name, value]): Test<Row> => {
    if (name === 'and') {
      const parts = listOf(value).map(self);
      return (row) => parts.every((part) => part(row));
    }
    if (name === 'or') {
      const parts = listOf(value).map(self);
      return (row) => parts.some((part) => part(row));
    }
    if (name === 'not') {
      const part = self(value);
      return (row) => !part(row);
    }
    const field = fields[name];
    if (field === undefined) throw new Error(`The oracle knows no filter ${name}`);
    return field(value);
  });
  return (row) => tests.every((test) => test(row));
}

function on<Row, Value>(test: Test<Value>, read: (row: Row) => Value): Test<Row> {
  return (row) => test(read(row));
}

/** What is missing matches no filter on it, not even an empty one. */
function ifPresent<Row, Value>(test: Test<Value>, read: (row: Row) => Value | undefined): Test<Row> {
  return (row) => {
    const value = read(row);
    return value !== undefined && test(value);
  };
}

function testList<Row>(input: unknown, readRowTest: ReadTest<Row>): Test<readonly Row[]> {
  const tests = given(input).map(([name, value]): Test<readonly Row[]> => {
    const matches = readRowTest(value);
    if (name === 'some') return (rows) => rows.some(matches);
    if (name === 'none') return (rows) => !rows.some(matches);
    throw new Error(`The oracle knows no quantifier ${name}`);
  });
  return (rows) => tests.every((test) => test(rows));
}

function testStats(input: unknown, readOrderTest: ReadTest<OrderRow>): Test<readonly OrderRow[]> {
  const counts = readOrderTest(entryOf(input, 'where'));
  const tests = given(input).map(([name, value]): Test<ReturnType<typeof figuresOf>> => {
    if (name === 'where') return () => true;
    if (name === 'count') return on(testInt(value), (figures) => figures.count);
    if (name === 'total') return on(testDecimal(value), (figures) => figures.total);
    if (name === 'lastOrderAt') return testLastOrderAt(value);
    throw new Error(`The oracle knows no figure ${name}`);
  });
  return (orders) => {
    const figures = figuresOf(orders.filter(counts));
    return tests.every((test) => test(figures));
  };
}

/** No instant lies in no range: only `{}` asks nothing of it. */
function testLastOrderAt(input: unknown): Test<ReturnType<typeof figuresOf>> {
  if (given(input).length === 0) return () => true;
  return ifPresent(testInstant(input), (figures) => figures.lastOrderAt);
}
