import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { CsvError, type CsvErrorCode, type Parser, parse } from 'csv-parse';

/** A field of a record: its text, or undefined where its bytes are no UTF-8; the physical line on which it begins, from 1. */
export type CsvField = { readonly text: string | undefined; readonly quoted: boolean; readonly line: number };

/** A record, of one or more fields, that begins on that line. */
export type CsvRecord = { readonly line: number; readonly fields: readonly CsvField[] };

/** The records read from one piece of the file, and how many of its bytes have been read so far. */
export type CsvPiece = { readonly records: readonly CsvRecord[]; readonly bytes: number };

/** The file is no CSV from here on: the line, and the number of the field from 0, where the reader lost its way. */
export class MalformedCsvError extends Error {
  override readonly name = 'MalformedCsvError';
  readonly line: number;
  readonly field: number;

  constructor(message: string, place: { readonly line: number; readonly field: number }, options?: ErrorOptions) {
    super(message, options);
    this.line = place.line;
    this.field = place.field;
  }
}

/** A record may not be longer, in bytes: a quote that is never closed would take the whole rest of the file into memory. */
const maxRecordBytes = 16 * 1024 * 1024;

const malformed: Partial<Record<CsvErrorCode, string>> = {
  CSV_INVALID_CLOSING_QUOTE: 'something follows the closing quote; a quote inside a quoted value is written twice',
  INVALID_OPENING_QUOTE:
    'a quote stands inside a value; such a value is quoted as a whole, and its quotes are written twice',
  CSV_MAX_RECORD_SIZE: `the record is longer than ${maxRecordBytes} bytes; perhaps a quote is never closed`,
  CSV_QUOTE_NOT_CLOSED: 'the quote that begins this value is never closed',
};

/**
 * Reads a CSV file (RFC 4180: commas, double quotes, lines ending in LF or CRLF) as UTF-8, with or without a byte order mark,
 * piece by piece in constant memory. Empty lines are skipped. Throws {@link MalformedCsvError}, after all records before it, and
 * the file system's errors.
 */
export async function* readRecords(file: string): AsyncGenerator<CsvPiece, void, void> {
  let records: CsvRecord[] = [];
  let fields: CsvField[] = [];
  // The parser's own count of lines takes a CRLF inside quotes for two.
  let newlines = 0;
  const line = () => 1 + newlines + parser.info.empty_lines;
  const parser: Parser = parse({
    // Bytes as they are: the parser would replace what is no UTF-8.
    encoding: 'latin1',
    record_delimiter: ['\r\n', '\n'],
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: maxRecordBytes,
    cast: (bytes, { quoting }) => {
      fields.push({ text: decode(bytes), quoted: quoting, line: line() });
      newlines += countNewlines(bytes);
      return '';
    },
    on_record: () => {
      records.push({ line: fields[0]?.line ?? line(), fields });
      fields = [];
      newlines += 1;
      return null;
    },
  });
  // What goes wrong comes back from feeding it; without a listener the same error would end the process.
  parser.on('error', () => {});

  const source = createReadStream(file, { start: await byteOrderMarkLength(file), highWaterMark: 256 * 1024 });
  try {
    for await (const chunk of source) {
      await feed((done) => parser.write(chunk, done));
      yield { records, bytes: source.bytesRead };
      records = [];
    }
    await feed((done) => parser.end(done));
  } catch (error) {
    yield { records, bytes: source.bytesRead };
    if (!(error instanceof CsvError)) throw error;
    const message = malformed[error.code] ?? error.message;
    throw new MalformedCsvError(message, { line: line(), field: fields.length }, { cause: error });
  }
  yield { records, bytes: source.bytesRead };
}

/** `bytes` holds one byte a character. */
function decode(bytes: string): string | undefined {
  if (!/[\x80-\xff]/.test(bytes)) return bytes;
  const buffer = Buffer.from(bytes, 'latin1');
  return isUtf8(buffer) ? buffer.toString('utf8') : undefined;
}

function countNewlines(bytes: string): number {
  let count = 0;
  for (let at = bytes.indexOf('\n'); at !== -1; at = bytes.indexOf('\n', at + 1)) count += 1;
  return count;
}

async function byteOrderMarkLength(file: string): Promise<number> {
  await using handle = await open(file);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(3), 0, 3, 0);
  return bytesRead === 3 && buffer.equals(Buffer.from([0xef, 0xbb, 0xbf])) ? 3 : 0;
}

function feed(write: (done: (error?: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    write((error) => (error === undefined || error === null ? resolve() : reject(error)));
  });
}
