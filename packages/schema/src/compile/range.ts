import { type RawBuilder, sql } from 'kysely';
import type { SortTerm } from '../cursor.ts';
import type { Range } from '../plan/plan.ts';
import { type ColumnValue, columnByName, parameterOf } from './values.ts';

/**
 * The condition of a keyset, written out: a row comparison would not be shipped. The bound on the first column alone says
 * nothing new, but lets an index begin at it. `own` gives a row's value of a column.
 *
 * @example "created_at" <= $1 and ("created_at" < $1 or ("created_at" = $1 and "id" < $2))
 */
export function rangeCondition({ kind, position }: Range, own: ColumnValue = columnByName): RawBuilder<unknown> {
  const terms = position.order.map(
    ({ value, ...term }): Term => ({
      ...term,
      own: own(term.column),
      value: value === null ? null : parameterOf(term.columnKind, value),
    }),
  );
  return beyond(kind, terms);
}

/** One column of an ordering with a row's own value and the value at the position, an expression; null where the row has none. */
export type Term = SortTerm & { readonly own: RawBuilder<unknown>; readonly value: RawBuilder<unknown> | null };

/** Rows after a position, or at it and before. */
export function beyond(kind: Range['kind'], terms: readonly Term[]): RawBuilder<unknown> {
  const [first, ...rest] = terms;
  if (first === undefined) throw new Error('An ordering has at least one column');
  const side = kind === 'after' ? 'after' : 'before';
  const whole = written(terms, side);
  if (rest.length === 0 || first.nulls !== undefined) return whole;
  return sql`${compare(first, kind === 'after' ? 'atOrAfter' : 'atOrBefore')} and ${whole}`;
}

/** `before` includes the position itself; `after` does not. */
function written([term, ...rest]: readonly Term[], side: 'after' | 'before'): RawBuilder<unknown> {
  if (term === undefined) return side === 'before' ? sql`true` : sql`false`;
  if (rest.length === 0 && term.nulls === undefined) return compare(term, side === 'after' ? 'after' : 'atOrBefore');
  return sql`(${compare(term, side)} or (${compare(term, 'at')} and ${written(rest, side)}))`;
}

type Comparison = 'after' | 'atOrAfter' | 'at' | 'atOrBefore' | 'before';

/** For each comparison the operator in an ascending and in a descending order. */
const OPERATORS: Readonly<Record<Comparison, { readonly asc: string; readonly desc: string }>> = {
  after: { asc: '>', desc: '<' },
  atOrAfter: { asc: '>=', desc: '<=' },
  at: { asc: '=', desc: '=' },
  atOrBefore: { asc: '<=', desc: '>=' },
  before: { asc: '<', desc: '>' },
};

function compare(term: Term, comparison: Comparison): RawBuilder<unknown> {
  const { own, direction, nulls, value } = term;
  if (value === null) return compareToNull(own, nulls, comparison);
  const plain = sql`${own} ${sql.raw(OPERATORS[comparison][direction])} ${value}`;
  // Rows without a value stand on one side of every value.
  const nullSide = nulls === 'last' ? 'after' : 'before';
  return nulls !== undefined && comparison === nullSide ? sql`(${plain} or ${own} is null)` : plain;
}

/** Beside a row without a value, which stands first or last, there are others without, and all with one on the other side. */
function compareToNull(own: RawBuilder<unknown>, nulls: Term['nulls'], comparison: Comparison): RawBuilder<unknown> {
  const valuesSide = nulls === 'last' ? 'before' : 'after';
  if (comparison === 'at') return sql`${own} is null`;
  return comparison === valuesSide ? sql`${own} is not null` : sql`false`;
}
