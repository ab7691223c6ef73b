import { type RawBuilder, sql } from 'kysely';
import { assertNever } from '../errors.ts';
import type { Keys, ParentFetch } from '../plan/plan.ts';
import { PLACE } from './place.ts';
import { arrayParameterOf, parameterOf } from './values.ts';

/** The condition that keeps the rows a fetch is after; undefined where it is after all rows. */
export function keysCondition(keys: Keys): RawBuilder<unknown> | undefined {
  switch (keys.kind) {
    case 'all':
      return undefined;
    case 'values': {
      const [value, ...more] = keys.values;
      return value !== undefined && more.length === 0
        ? sql`${sql.ref(keys.column)} = ${parameterOf(keys.columnKind, value)}`
        : sql`${sql.ref(keys.column)} = any(${arrayParameterOf(keys.columnKind, keys.values)})`;
    }
    case 'parent':
      return sql`${sql.ref(keys.column)} = (select ${sql.ref(keys.parentColumn)} from ${sql.table(keys.parent.name)})`;
    case 'bind': {
      const list = sql`select distinct ${sql.ref(keys.parentColumn)} from ${sql.table(keys.parent.name)}${shownOnly(keys.parent)}`;
      return sql`${sql.ref(keys.column)} = any(array(${list}))`;
    }
    default:
      return assertNever(keys);
  }
}

/** Leaves out the row that was taken beyond the page: it has no children to fetch. */
function shownOnly(parent: ParentFetch): RawBuilder<unknown> {
  const page = parent.kind === 'rows' ? parent.page : undefined;
  return page === undefined || page.limit === page.size ? sql`` : sql` where ${sql.id(PLACE)} <= ${sql.lit(page.size)}`;
}
