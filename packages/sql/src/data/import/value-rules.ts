/** What a column takes: stricter than the database where it would round or reinterpret a value silently. */
export type ValueRule = { readonly accepts: (value: string) => boolean; readonly expected: string };

const maxBigint = '9223372036854775807';

/** The key of a row, or a reference to one. */
export const id: ValueRule = {
  accepts: (value) => /^[1-9]\d{0,18}$/.test(value) && (value.length < maxBigint.length || value <= maxBigint),
  expected: `a whole number from 1 to ${maxBigint}`,
};

export const quantity: ValueRule = {
  accepts: (value) => /^[1-9]\d{0,9}$/.test(value) && Number(value) <= 2_147_483_647,
  expected: 'a whole number from 1 to 2147483647',
};

/** numeric(12, 2), not negative. A third decimal is a fault, because the database would round it. */
export const amount: ValueRule = {
  accepts: (value) => /^\d{1,10}(\.\d{1,2})?$/.test(value),
  expected: 'an amount from 0 to 9999999999.99 with at most 2 decimals',
};

export const text: ValueRule = {
  accepts: (value) => !value.includes('\0'),
  expected: 'text without NUL characters',
};

/** Text with a unique index, whose entries PostgreSQL limits to a third of a page. */
export const uniqueText: ValueRule = {
  accepts: (value) => text.accepts(value) && Buffer.byteLength(value) <= 2_600,
  expected: 'text without NUL characters, of at most 2600 bytes',
};

export const country: ValueRule = {
  accepts: (value) => /^[A-Z]{2}$/.test(value),
  expected: 'two capital letters (ISO 3166-1 alpha-2)',
};

export function oneOf(...values: readonly string[]): ValueRule {
  return { accepts: (value) => values.includes(value), expected: `one of ${values.join(', ')}` };
}

const instantForm =
  /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,6})?)? ?(?:Z|([+-])(\d\d)(?::?(\d\d))?)$/;

/** A point in time. Without an offset it would mean whatever time zone the session has; beyond microseconds it is rounded. */
export const instant: ValueRule = {
  accepts: (value) => {
    const match = instantForm.exec(value);
    if (match === null) return false;
    const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
      .slice(1, 7)
      .map((n) => Number(n ?? 0));
    const [offsetHour = 0, offsetMinute = 0] = match.slice(8).map((n) => Number(n ?? 0));
    const local = utcMilliseconds(year, month, day);
    if (local === undefined || hour > 23 || minute > 59 || second > 59 || offsetHour > 15 || offsetMinute > 59)
      return false;
    const offset = (match[7] === '-' ? -1 : 1) * (offsetHour * 60 + offsetMinute);
    const utcYear = new Date(local + (hour * 60 + minute - offset) * 60_000).getUTCFullYear();
    return utcYear >= 1 && utcYear <= 9999;
  },
  expected: 'an instant with its offset, such as 2026-01-31 12:00:00.123456+00 or 2026-01-31T12:00:00Z',
};

/** The day's beginning; undefined where the calendar has no such day. `Date.UTC` would take the years before 100 for 19xx. */
function utcMilliseconds(year: number, month: number, day: number): number | undefined {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.getTime() : undefined;
}
