import { quoteName, quoteQualified } from './quote.ts';

/** The query of a gateway's view: the given columns of one foreign table. */
export function viewDefinition(
  source: { readonly schema: string; readonly name: string },
  columns: readonly string[],
): string {
  return `SELECT ${columns.map(quoteName).join(', ')} FROM ${quoteQualified(source.schema, source.name)}`;
}

/**
 * Brings the query of a view into one form, whoever wrote it: pg_get_viewdef breaks lines, ends with a semicolon, quotes only
 * where it must and, before PostgreSQL 16, puts the table's name before each column. What the query says is kept.
 */
export function normalizeViewDefinition(definition: string, table: string): string {
  const text = definition.replaceAll('"', '').replace(/\s+/g, ' ').trim().replace(/;$/, '');
  const [, columns, rest] = /^SELECT (.*?) FROM (.*)$/.exec(text) ?? [];
  if (columns === undefined || rest === undefined) {
    return text;
  }
  const unqualified = columns
    .split(', ')
    .map((column) => (column.startsWith(`${table}.`) ? column.slice(table.length + 1) : column));
  return `SELECT ${unqualified.join(', ')} FROM ${rest}`;
}
