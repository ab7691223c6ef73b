/** A row of an answer: what is not null, by name. */
export type Row = ReadonlyMap<string, string>;

/**
 * The rows of a GraphQL answer: its one list, whatever connections it is wrapped in. Fields of nested objects are named as SQL
 * names them beside it: `user { name }` is `user_name`.
 *
 * @throws where the answer holds errors, or no single list.
 */
export function answerRows(answer: string): readonly Row[] {
  const { data, errors } = JSON.parse(answer);
  if (errors !== undefined) throw new Error(`The gateway answered with errors: ${JSON.stringify(errors)}`);
  return listIn(data).map((row) => new Map(entriesOf(row, '')));
}

/** Rows as the driver gave them. */
export function sqlRows(rows: readonly object[]): readonly Row[] {
  return rows.map((row) => new Map(entriesOf(row, '')));
}

/**
 * Holds two answers against each other, order included.
 *
 * @throws with the first row that differs.
 */
export function requireSameRows(what: string, left: readonly Row[], right: readonly Row[]): void {
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const [a, b] = [print(left[index]), print(right[index])];
    if (a !== b) throw new Error(`${what}: row ${index + 1} differs.\ngateway: ${a}\nSQL:     ${b}`);
  }
}

function print(row: Row | undefined): string {
  return row === undefined ? '(none)' : JSON.stringify(Object.fromEntries([...row].sort()));
}

function listIn(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  const parts = typeof value === 'object' && value !== null ? Object.values(value) : [];
  if (parts.length !== 1)
    throw new Error(`An operation of the bench asks for one list, not for ${JSON.stringify(value)}`);
  return listIn(parts[0]);
}

function entriesOf(value: unknown, name: string): readonly (readonly [string, string])[] {
  if (value === null) return [];
  if (typeof value !== 'object') return [[name, String(value)]];
  const prefix = name === '' ? '' : `${name}_`;
  return Object.entries(value).flatMap(([key, part]) => entriesOf(part, `${prefix}${key}`));
}
