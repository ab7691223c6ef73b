import { type RawBuilder, sql } from 'kysely';
import type { FiguresOutput } from '../plan/plan.ts';
import { jsonObject, jsonValue } from './json.ts';
import { literalOf } from './values.ts';

/** JSON of figures, in terms of the CTE of their fetch; where that has no row, the figures over no rows. */
export function figuresJson({ fetch, fields }: FiguresOutput): RawBuilder<unknown> {
  return jsonObject(
    fields.map(({ key, name, figure: { columnKind, absent } }) => {
      const value = sql.ref(`${fetch.name}.${name}`);
      const present = absent === null ? value : sql`coalesce(${value}, ${literalOf(columnKind, absent)})`;
      return [key, jsonValue(columnKind, present)] as const;
    }),
  );
}
