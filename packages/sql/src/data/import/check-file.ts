import { type CsvColumn, type CsvTable, csvTables } from './csv-tables.ts';
import { type ImportFault, maxFaults, showValue } from './import-error.ts';
import { type CsvField, type CsvRecord, MalformedCsvError, readRecords } from './read-records.ts';

/** What {@link checkFile} says of each piece of a file that it has read. */
export type CheckedPiece = {
  /** Lines for `copy staged_<table> from stdin`: the physical line, then every column of the table, absent ones as null. */
  readonly copyLines: string;
  /** Rows and bytes read so far. */
  readonly rows: number;
  readonly bytes: number;
  readonly header: readonly CsvColumn[];
};

/**
 * Reads a file of the table, checks its header and every value, and gives the good rows piece by piece. Faults are pushed to
 * `faults`; the file is read on after a fault in a value, so that a person sees more than one, and left at the first that makes
 * the rest unreadable, or at {@link maxFaults}.
 */
export async function* checkFile(
  path: string,
  table: CsvTable,
  faults: ImportFault[],
): AsyncGenerator<CheckedPiece, void, void> {
  const report = (fault: Omit<ImportFault, 'file'>) => faults.push({ file: table.file, ...fault });
  let header: readonly CsvColumn[] | undefined;
  let rows = 0;
  const columnAt = (field: number) => header?.[field]?.name;
  try {
    for await (const { records, bytes } of readRecords(path)) {
      let copyLines = '';
      for (const record of records) {
        if (header === undefined) {
          header = readHeader(record, table, report);
          if (header === undefined) return;
          continue;
        }
        rows += 1;
        copyLines += toCopyLine(record, table, header, report) ?? '';
        if (faults.length >= maxFaults) return;
      }
      if (header !== undefined) yield { copyLines, rows, bytes, header };
    }
    if (header === undefined)
      report({ message: `the file is empty; expected a header with ${names(requiredOf(table))}` });
  } catch (error) {
    if (error instanceof MalformedCsvError) {
      const column = columnAt(error.field);
      report({ line: error.line, ...(column === undefined ? {} : { column }), message: error.message });
    } else if (isMissingFile(error)) {
      report({ message: `there is no file ${path}; an import needs ${names(csvTables.map(({ file }) => file))}` });
    } else {
      throw error;
    }
  }
}

type Report = (fault: Omit<ImportFault, 'file'>) => void;

/** The columns in the file's order; undefined where the header has faults. */
function readHeader(record: CsvRecord, table: CsvTable, report: Report): readonly CsvColumn[] | undefined {
  const known = new Map(table.columns.map((column) => [column.name, column]));
  const found = new Set<CsvColumn>();
  let good = true;
  const fault = (line: number, column: string, message: string) => {
    good = false;
    report({ line, column, message });
  };
  for (const field of record.fields) {
    const name = field.text ?? '';
    const column = known.get(name);
    if (field.text === undefined) fault(field.line, '?', 'the name of the column is no valid UTF-8');
    else if (column === undefined)
      fault(field.line, showValue(name), `no such column; known are ${names([...known.keys()])}`);
    else if (found.has(column)) fault(field.line, name, 'the header names the column twice');
    else found.add(column);
  }
  for (const name of requiredOf(table)) {
    if (![...found].some((column) => column.name === name)) fault(record.line, name, 'the header lacks this column');
  }
  return good ? [...found] : undefined;
}

/** Undefined where the record has faults. */
function toCopyLine(
  { fields, line }: CsvRecord,
  table: CsvTable,
  header: readonly CsvColumn[],
  report: Report,
): string | undefined {
  if (fields.length !== header.length) {
    report({ line, message: `the record has ${fields.length} fields, and the header ${header.length}` });
    return undefined;
  }
  const values = new Map<CsvColumn, string>();
  let good = true;
  for (const [at, column] of header.entries()) {
    const field = fields[at];
    if (field === undefined) continue;
    const message = findFault(field, column);
    if (message !== undefined) {
      good = false;
      report({ line: field.line, column: column.name, message });
    } else if (field.text !== undefined && !isNull(field)) {
      values.set(column, field.text);
    }
  }
  if (!good) return undefined;
  return `${line}${table.columns.map((column) => `\t${toCopyValue(values.get(column))}`).join('')}\n`;
}

function findFault(field: CsvField, { rule, presence }: CsvColumn): string | undefined {
  if (field.text === undefined) return 'the value is no valid UTF-8';
  if (isNull(field)) {
    if (presence === 'nullable') return undefined;
    const instead = presence === 'default' ? '; leave the whole column out to take the default' : '';
    return `the value is missing: expected ${rule.expected}${rule.accepts('') ? ' ("" is the empty text)' : ''}${instead}`;
  }
  return rule.accepts(field.text) ? undefined : `${showValue(field.text)} is not ${rule.expected}`;
}

/** As PostgreSQL's own CSV: nothing at all is null, and `""` the empty text. */
function isNull({ text, quoted }: CsvField): boolean {
  return text === '' && !quoted;
}

const copyEscapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function toCopyValue(value: string | undefined): string {
  return value === undefined ? '\\N' : value.replace(/[\\\n\r\t]/g, (character) => copyEscapes[character] ?? character);
}

function requiredOf(table: CsvTable): readonly string[] {
  return table.columns.filter(({ presence }) => presence === 'required').map(({ name }) => name);
}

function names(all: readonly string[]): string {
  return all.join(', ');
}

function isMissingFile(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
