import type { ColumnKind, OrderTerm } from './catalog/catalog.ts';
import { badInput, type CausewayError } from './errors.ts';

/** One column of an ordering, with its kind. */
export type SortTerm = OrderTerm & { readonly columnKind: ColumnKind };

/** What a cursor is bound to: it is refused by any other field or ordering. */
export type CursorScope = {
  /** The connection's field: `User.orders`. */
  readonly field: string;
  readonly order: readonly SortTerm[];
};

/** The layout of a cursor. A change of it takes the next number, so that an old cursor is refused and not misread. */
const VERSION = '1';

/** What a cursor says before the values (texts) of the columns that order the rows. */
export function cursorHead(scope: CursorScope): readonly [version: string, field: string, order: string] {
  return [VERSION, scope.field, printOrder(scope.order)];
}

/** An opaque cursor of its texts: the head, and the values of one row. */
export function encodeCursor(texts: readonly (string | null)[]): string {
  return Buffer.from(JSON.stringify(texts)).toString('base64url');
}

/**
 * The values of a cursor, one for each column of the ordering; each is a legal literal of its column.
 * BAD_USER_INPUT where the cursor is broken, of another version, of another field or of another ordering.
 */
export function decodeCursor(scope: CursorScope, cursor: string, path: string): readonly (string | null)[] {
  const [version, field, order, ...values] = parse(cursor) ?? [];
  if (version === undefined) throw refused(path, 'is broken');
  if (version !== VERSION) throw refused(path, 'is of another version');
  if (field !== scope.field) throw refused(path, `does not belong to ${scope.field}`);
  if (order !== printOrder(scope.order)) throw refused(path, 'belongs to another ordering');
  const texts = scope.order.map(({ columnKind, nulls }, index) => {
    const value = values[index];
    if (value === null && nulls !== undefined) return null;
    if (typeof value !== 'string' || !isLiteral(columnKind, value)) throw refused(path, 'is broken');
    return value;
  });
  if (values.length !== texts.length) throw refused(path, 'is broken');
  return texts;
}

function refused(path: string, fault: string): CausewayError {
  return badInput(`${path}: the cursor ${fault}; pass on a cursor of this field as it was given, or none`);
}

function parse(cursor: string): readonly unknown[] | undefined {
  if (!/^[A-Za-z0-9_-]+$/.test(cursor)) return undefined;
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function printOrder(order: readonly OrderTerm[]): string {
  return order.map(({ column, direction }) => `${column} ${direction}`).join(', ');
}

/** Whether PostgreSQL takes the text as a value of the kind; a cursor comes from outside, and may have been made up. */
function isLiteral(kind: ColumnKind, text: string): boolean {
  switch (kind) {
    case 'bigint':
      return /^-?[0-9]{1,19}$/.test(text) && BigInt.asIntN(64, BigInt(text)) === BigInt(text);
    case 'integer':
      return /^-?[0-9]{1,10}$/.test(text) && (Number(text) | 0) === Number(text);
    case 'decimal':
      return /^-?[0-9]{1,100}(\.[0-9]{1,100})?$/.test(text);
    case 'text':
      return !text.includes('\0') && text.isWellFormed();
    case 'instant':
      return /^(?!0000)[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,15}\+00:00$/.test(text) && !Number.isNaN(Date.parse(text));
  }
}
