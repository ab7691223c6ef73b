import { badInput } from './bad-input.ts';

const SECOND = 1_000_000n;
const DAY = 86_400n * SECOND;

const FORM = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?(?:Z|([+-])(\d\d):(\d\d))$/i;

/** An instant from outside, in microseconds since 1970; BAD_USER_INPUT without an offset or with more than 6 fractional digits. */
export function parseInstant(value: unknown): bigint {
  const [, date, time, fraction = '', sign = '+', hours = '0', minutes = '0'] = FORM.exec(String(value)) ?? [];
  const millis = Date.parse(`${date}T${time}Z`);
  // Date.parse takes the 30th of February for the 2nd of March.
  if (Number.isNaN(millis) || !new Date(millis).toISOString().startsWith(`${date}`)) {
    throw badInput(`${value} is no instant`);
  }
  const offset = (BigInt(hours) * 3600n + BigInt(minutes) * 60n) * SECOND;
  return BigInt(millis) * 1000n + BigInt(fraction.padEnd(6, '0')) - (sign === '-' ? -offset : offset);
}

/** In UTC, with as many fractional digits as it has. */
export function printInstant(micros: bigint): string {
  const seconds = floorDivide(micros, SECOND);
  const fraction = String(micros - seconds * SECOND)
    .padStart(6, '0')
    .replace(/0+$/, '');
  const text = new Date(Number(seconds) * 1000).toISOString().slice(0, '2026-01-31T12:00:00'.length);
  return `${text}${fraction === '' ? '' : `.${fraction}`}+00:00`;
}

/** The beginning of the instant's day, at 00:00 UTC. */
export function dayOf(micros: bigint): bigint {
  return floorDivide(micros, DAY) * DAY;
}

/** The beginning of its week, on Monday: day 0, 1970-01-01, was a Thursday. */
export function weekOf(micros: bigint): bigint {
  const day = floorDivide(micros, DAY);
  return (floorDivide(day + 3n, 7n) * 7n - 3n) * DAY;
}

/** The beginning of its month. */
export function monthOf(micros: bigint): bigint {
  return parseInstant(`${printInstant(micros).slice(0, '2026-01'.length)}-01T00:00:00Z`);
}

function floorDivide(a: bigint, b: bigint): bigint {
  return a / b - (a % b < 0n ? 1n : 0n);
}
