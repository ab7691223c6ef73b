import fc from 'fast-check';
import type { Pools, Subject } from './pools.ts';

/** What an argument may be: without `valid`, now and then something that has to be refused. */
export type Wish = { readonly valid: boolean };

type Scalar = fc.Arbitrary<string | number>;

/** A value of a scalar, most often one that occurs in the data or nearly does. */
export function scalarValue(pools: Pools, scalar: string, subject: Subject, { valid }: Wish): Scalar {
  const pool = fc.constantFrom(...pools.of(scalar, subject));
  const arbitrary = SCALARS[scalar];
  if (arbitrary === undefined) throw new Error(`Nothing is known to generate a ${scalar}`);
  const { values, invalid } = arbitrary(pool, subject);
  return valid || invalid.length === 0 ? values : mostly(values, fc.constantFrom(...invalid), 80);
}

type Kind = (
  pool: fc.Arbitrary<string>,
  subject: Subject,
) => { readonly values: Scalar; readonly invalid: readonly (string | number)[] };

const SCALARS: Readonly<Record<string, Kind>> = {
  ID: (pool, subject) => ({
    values:
      subject?.field === 'id'
        ? mostly(
            pool,
            fc.constantFrom('0', '77777', '9223372036854775805').map((key) => `${subject.type}:${key}`),
            6,
          )
        : pool,
    invalid: ['User:007', 'User:', 'Nope:1', '', 'user:1', 'Order:9223372036854775808', 'User:-1', 'Product:1 ', '7'],
  }),
  String: (pool) => ({
    values: fc.oneof(
      pool,
      fc.tuple(pool, change).map(([text, edit]) => edit(text)),
    ),
    invalid: [],
  }),
  Int: (pool) => ({
    values: fc.tuple(pool, fc.constantFrom(0, 0, 1, -1)).map(([text, by]) => Math.min(Number(text) + by, 2 ** 31 - 1)),
    invalid: [2 ** 31],
  }),
  Decimal: (pool) => ({
    values: fc.oneof(
      pool,
      fc.tuple(pool, fc.constantFrom('0', '00000', '1', '9')).map(([text, digits]) => text + digits),
      pool.map((text) => `-${text}`),
      fc.constantFrom('0', '-0', '007', '100', '99999999999999999999999.99', '0.000000000000000000001'),
      fc.constantFrom(0, 10, -1, 1234567),
    ),
    invalid: ['1e3', '', '1,5', '+1', 1.5, 'NaN', ' 1'],
  }),
  DateTime: (pool) => ({
    values: fc.oneof(
      pool,
      fc.tuple(pool, fc.constantFrom(...MOVES)).map(([text, move]) => move(text)),
    ),
    invalid: ['2026-06-15T12:34:56', '2026-06-15T12:34:56.1234567Z', '2026-06-15', '2026-13-01T00:00:00Z', '', 'now'],
  }),
};

/** The first, and once in `times` the other. */
export function mostly<Value>(usual: fc.Arbitrary<Value>, other: fc.Arbitrary<Value>, times: number) {
  return fc.oneof({ arbitrary: usual, weight: times }, { arbitrary: other, weight: 1 });
}

/** Near misses of a text, cut between code points. */
const change: fc.Arbitrary<(text: string) => string> = fc.oneof(
  fc.constantFrom(
    (text: string) => text.toLowerCase(),
    (text: string) => text.toUpperCase(),
    (text: string) => text.normalize('NFC'),
    (text: string) => text.normalize('NFD'),
    (text: string) => `${text}%`,
    (text: string) => `_${[...text].slice(1).join('')}`,
    (text: string) => [...text].toReversed().join(''),
  ),
  fc.tuple(fc.nat({ max: 6 }), fc.integer({ min: 1, max: 4 })).map(
    ([from, length]) =>
      (text: string) =>
        [...text].slice(from, from + length).join(''),
  ),
  fc.integer({ min: 1, max: 3 }).map((length) => (text: string) => [...text].slice(0, length).join('')),
);

/** The same instant with another offset, and one nearly the same. */
const MOVES: readonly ((text: string) => string)[] = [
  (text) => text.replace(/(Z|\+00:00)$/, '+02:00'),
  (text) => text.replace(/(Z|\+00:00)$/, '-05:30'),
  (text) => text.replace(/(Z|\+00:00)$/, 'z').replace('T', 't'),
  (text) => text.replace(/(\.\d+)?(Z|\+00:00)$/, '.999999Z'),
  (text) => text.replace(/(\.\d+)?(Z|\+00:00)$/, '.5+00:00'),
  (text) => text.replace(/T.*$/, 'T00:00:00Z'),
  (text) => text.replace(/T.*$/, 'T23:59:59.999999+14:00'),
];
