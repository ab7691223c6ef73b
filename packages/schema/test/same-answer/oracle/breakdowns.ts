import type { ItemRow, OrderRow } from '../data/rows.ts';
import { badInput } from './bad-input.ts';
import { entryOf, listOf } from './given.ts';
import { dayOf, monthOf, weekOf } from './instants.ts';
import { compareKeys, readRequest, type SortKey } from './orderings.ts';
import { readSize } from './pages.ts';
import type { Relations } from './relations.ts';

/** What facts are grouped by; for each dimension the key of a fact, undefined where its user is gone. */
export type Dimensions<Fact> = Readonly<Record<string, (fact: Fact) => SortKey>>;

/** What groups are ordered by, the first being the usual one; PERIOD is the time dimension's key. */
export type Measures<Fact> = Readonly<Record<string, (facts: readonly Fact[]) => bigint>>;

/** A group: its key for each dimension that was asked for, and its facts. */
export type Group<Fact> = { readonly keys: Readonly<Record<string, SortKey>>; readonly facts: readonly Fact[] };

/** A line of an order, with its order. */
export type Sale = { readonly item: ItemRow; readonly order: OrderRow };

const TIMES: readonly string[] = ['DAY', 'WEEK', 'MONTH'];
const DEFAULT_SIZE = 100;

/** The key under which a group holds the beginning of its day, week or month. */
export function periodOf<Fact>({ keys }: Group<Fact>): SortKey {
  return TIMES.map((time) => keys[time]).find((key) => key !== undefined);
}

/** Groups the facts as `by`, `orderBy` and `first` ask; BAD_USER_INPUT where they cannot stand so. */
export function breakDown<Fact>(
  dimensions: Dimensions<Fact>,
  measures: Measures<Fact>,
  args: unknown,
): (facts: readonly Fact[]) => readonly Group<Fact>[] {
  const by = listOf(entryOf(args, 'by')).map(String);
  const times = by.filter((name) => TIMES.includes(name));
  if (by.length === 0) throw badInput('by is not empty');
  if (new Set(by).size < by.length) throw badInput('by has no duplicates');
  if (times.length > 1) throw badInput('by has at most one of DAY, WEEK and MONTH');
  const size = readSize(args, 'first') ?? DEFAULT_SIZE;
  const order = entryOf(args, 'orderBy');
  const { field, direction } =
    order === undefined ? ({ field: Object.keys(measures)[0], direction: 'DESC' } as const) : readRequest(order);
  if (field === 'PERIOD' && times.length === 0) throw badInput('PERIOD needs a time dimension');

  const keysOf = (fact: Fact) => Object.fromEntries(by.map((name) => [name, known(dimensions, name)(fact)]));
  const measureOf = (group: Group<Fact>): SortKey =>
    field === 'PERIOD' ? periodOf(group) : known(measures, String(field))(group.facts);
  const compare = (a: Group<Fact>, b: Group<Fact>): number => {
    const first = compareKeys(measureOf(a), measureOf(b), direction);
    const ties = by.map((name) => compareKeys(a.keys[name], b.keys[name], 'ASC'));
    return [first, ...ties].find((part) => part !== 0) ?? 0;
  };
  return (facts) => {
    const groups = Map.groupBy(facts, (fact) => JSON.stringify(Object.values(keysOf(fact)).map(printKey)));
    return [...groups.values()]
      .flatMap((members): Group<Fact>[] => members.slice(0, 1).map((one) => ({ keys: keysOf(one), facts: members })))
      .sort(compare)
      .slice(0, size);
  };
}

function printKey(key: SortKey): string | null {
  return key === undefined ? null : String(key);
}

function known<Value>(values: Readonly<Record<string, Value>>, name: string): Value {
  const value = values[name];
  if (value === undefined) throw new Error(`The oracle knows no ${name}`);
  return value;
}

/** OrderDimension. */
export function orderDimensions({ userOf }: Relations): Dimensions<OrderRow> {
  return {
    STATUS: (order) => order.status,
    DAY: (order) => dayOf(order.createdAt),
    WEEK: (order) => weekOf(order.createdAt),
    MONTH: (order) => monthOf(order.createdAt),
    USER: (order) => userOf(order)?.id,
    USER_COUNTRY: (order) => userOf(order)?.country,
    USER_TIER: (order) => userOf(order)?.tier,
  };
}

/** SalesDimension. */
export function salesDimensions({ userOf, productOf }: Relations): Dimensions<Sale> {
  return {
    PRODUCT: ({ item }) => item.productId,
    CATEGORY: ({ item }) => productOf(item).category,
    DAY: ({ order }) => dayOf(order.createdAt),
    WEEK: ({ order }) => weekOf(order.createdAt),
    MONTH: ({ order }) => monthOf(order.createdAt),
    USER_COUNTRY: ({ order }) => userOf(order)?.country,
    USER_TIER: ({ order }) => userOf(order)?.tier,
  };
}
