import { type RawBuilder, sql } from 'kysely';
import type { Figure } from '../catalog/catalog.ts';
import { assertNever } from '../errors.ts';

/** What a figure is put together from: numbers whose sum over parts of a group is the number of the group. */
export type FigurePart = { readonly kind: 'rows' } | { readonly kind: 'sum' | 'distinct'; readonly column: string };

/** A figure, of its parts. */
export function figureOf(
  { aggregate, column = '', scale = 0 }: Figure,
  of: (part: FigurePart) => RawBuilder<unknown>,
): RawBuilder<unknown> {
  switch (aggregate) {
    case 'count':
      return sql`(${of({ kind: 'rows' })})::bigint`;
    case 'sum':
      return of({ kind: 'sum', column });
    case 'average':
      return sql`round(${of({ kind: 'sum', column })} / ${of({ kind: 'rows' })}, ${sql.lit(scale)})`;
    case 'countDistinct':
      return sql`(${of({ kind: 'distinct', column })})::bigint`;
    case 'min':
    case 'max':
      throw new Error(`A breakdown shows no ${aggregate}`);
    default:
      return assertNever(aggregate);
  }
}

/** A part over rows. What is counted distinct belongs to one key each, so that numbers of different keys add up. */
export function partOverRows(part: FigurePart): RawBuilder<unknown> {
  switch (part.kind) {
    case 'rows':
      return sql`count(*)`;
    case 'sum':
      return sql`sum(${sql.ref(part.column)})`;
    case 'distinct':
      return sql`count(distinct ${sql.ref(part.column)})`;
    default:
      return assertNever(part);
  }
}

/** The name of a part among those of a fetch. */
export function partName(part: FigurePart): string {
  return part.kind === 'rows' ? part.kind : `${part.kind} ${part.column}`;
}

/** The different parts that figures are put together from. */
export function partsOf(figures: readonly Figure[]): readonly FigurePart[] {
  const parts = new Map<string, FigurePart>();
  for (const figure of figures) {
    figureOf(figure, (part) => {
      parts.set(partName(part), part);
      return sql``;
    });
  }
  return [...parts.values()];
}
