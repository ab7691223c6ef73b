import { type AskedField, objectTypeOf, type Reading, readArguments, readSubFields } from './read-fields.ts';
import { readWhere } from './read-where.ts';
import { requireFigure } from './required-columns.ts';
import type { FiguresSelection } from './selection.ts';

/** Reads which figures are asked of which rows of a table. */
export function readFigures(reading: Reading, asked: AskedField, table: string, path: string): FiguresSelection {
  return {
    where: readWhere(reading, asked, table, readArguments(reading, asked), path),
    fields: readSubFields(reading, objectTypeOf(asked.field), asked.nodes).flatMap(({ key, meaning }) => {
      if (meaning?.kind !== 'figure') return [];
      requireFigure(reading, table, meaning.figure, `${path}.${key}`);
      return [{ key, figure: meaning.figure }];
    }),
  };
}
