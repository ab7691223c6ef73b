import { type RawBuilder, sql } from 'kysely';
import { assertNever } from '../errors.ts';
import type { PositionTerm, Range } from '../plan/plan.ts';
import { parameterOf } from './values.ts';

/**
 * The condition of a keyset, written out: a row comparison would not be shipped. The bound on the first column alone says
 * nothing new, but lets an index begin at it.
 *
 * @example "created_at" <= $1 and ("created_at" < $1 or ("created_at" = $1 and "id" < $2))
 */
export function rangeCondition({ kind, position }: Range): RawBuilder<unknown> {
  const [first] = position.order;
  if (first === undefined) throw new Error('An ordering has at least one column');
  switch (kind) {
    case 'after':
      return sql`${compare(first, 'atOrAfter')} and ${written(position.order, 'after')}`;
    case 'upTo':
      return sql`${compare(first, 'atOrBefore')} and ${written(position.order, 'before')}`;
    default:
      return assertNever(kind);
  }
}

/** `before` includes the position itself; `after` does not. */
function written([term, ...rest]: readonly PositionTerm[], side: 'after' | 'before'): RawBuilder<unknown> {
  if (term === undefined) return sql`false`;
  if (rest.length === 0) return compare(term, side === 'after' ? 'after' : 'atOrBefore');
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

function compare({ column, direction, columnKind, value }: PositionTerm, comparison: Comparison): RawBuilder<unknown> {
  return sql`${sql.ref(column)} ${sql.raw(OPERATORS[comparison][direction])} ${parameterOf(columnKind, value)}`;
}
