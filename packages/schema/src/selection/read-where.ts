import { type Condition, EVERYTHING } from './condition.ts';
import { readCondition } from './read-condition.ts';
import type { AskedField, Reading } from './read-fields.ts';

/** Reads the `where` of a field, of rows of a table: all of them where the field has no such argument. */
export function readWhere(
  reading: Reading,
  { field }: AskedField,
  table: string,
  args: Readonly<Record<string, unknown>>,
  path: string,
): Condition {
  const argument = field.args.find(({ name }) => name === 'where');
  return argument === undefined ? EVERYTHING : readCondition(reading, table, argument, args['where'], `${path}.where`);
}
