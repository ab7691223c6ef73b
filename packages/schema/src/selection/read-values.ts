import type { ColumnKind } from '../catalog/catalog.ts';
import { badInput } from '../errors.ts';

/** More digits than any column holds, and few enough to be compared at once. */
const MAX_DIGITS = 1000;

/** A value of a filter as PostgreSQL takes it for a column of the kind; BAD_USER_INPUT where it cannot be one. */
export function readOperand(kind: ColumnKind, value: unknown, path: string): string {
  const text = String(value);
  switch (kind) {
    case 'text':
      return readText(text, path);
    case 'instant':
      return readInstant(text, path);
    case 'decimal':
      if (text.length > MAX_DIGITS) throw badInput(`${path}: a decimal has at most ${MAX_DIGITS} digits`);
      return text;
    case 'bigint':
    case 'integer':
      return text;
  }
}

/** Whether PostgreSQL can hold a text. */
export function isText(value: string): boolean {
  return !value.includes('\0') && value.isWellFormed();
}

/** A text that PostgreSQL can hold. */
export function readText(value: string, path: string): string {
  if (!isText(value)) {
    throw badInput(`${path}: a text holds neither NUL characters nor unpaired surrogates`);
  }
  return value;
}

/** A pattern for ILIKE that takes every character of the text literally. */
export function readPattern(kind: 'startsWith' | 'contains', value: unknown, path: string): string {
  const literal = readText(String(value), path).replaceAll(/[\\%_]/g, '\\$&');
  return kind === 'startsWith' ? `${literal}%` : `%${literal}%`;
}

const INSTANT =
  /^(\d{4}-\d{2}-\d{2})[Tt](([01]\d|2[0-3]):[0-5]\d:[0-5]\d)(?:\.(\d{1,6}))?(?:[Zz]|([+-])(\d{2}):([0-5]\d))$/;

/**
 * An instant in UTC as PostgreSQL reads it. It takes offsets of less than 16 hours only, and counts years before 1 otherwise,
 * so that both are worked out here.
 */
function readInstant(value: string, path: string): string {
  const [, date, time, , fraction = '', sign = '+', hours = '0', minutes = '0'] = INSTANT.exec(value) ?? [];
  const local = Date.parse(`${date}T${time}Z`);
  if (
    date === undefined ||
    Number.isNaN(local) ||
    !new Date(local).toISOString().startsWith(date) ||
    Number(hours) > 23
  ) {
    throw badInput(
      `${path}: an instant is a text like "2026-01-31T12:00:00Z", with an offset and at most 6 fractional digits`,
    );
  }
  const offset = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -60_000 : 60_000);
  const utc = new Date(local - offset);
  const year = utc.getUTCFullYear();
  const rest = utc
    .toISOString()
    .replace(/^[+-]?\d+/, '')
    .slice(0, '-01-31T12:00:00'.length);
  const era = year > 0 ? '' : ' BC';
  return `${String(year > 0 ? year : 1 - year).padStart(4, '0')}${rest}.${fraction.padEnd(6, '0')}+00${era}`;
}
