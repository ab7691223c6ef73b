import { type GraphQLLeafType, isEnumType } from 'graphql';
import { nastyTexts } from '../same-answer/data/nasty-values.ts';
import type { SentValue } from './write-question.ts';

/** A value that means harm, or is hard to take literally. */
export type HostileValue = SentValue & {
  /** Whether it has to be refused, whatever the oracle says, which knows no database. */
  readonly refused?: true;
};

/** The hostile values of a type: a scalar for which none are known is a fault of the test. */
export function hostileValues(type: GraphQLLeafType): readonly HostileValue[] {
  if (isEnumType(type)) return [...ENUMS, ...ANY];
  const known = SCALARS[type.name];
  if (known === undefined) throw new Error(`No hostile values are known for the scalar ${type.name}`);
  return [...known, ...ANY];
}

const written = (value: string | number): HostileValue => ({ value, literal: JSON.stringify(value) });
const refused = (value: string): HostileValue => ({ ...written(value), refused: true });

/** What is of no type that is wanted anywhere. */
const ANY: readonly HostileValue[] = [
  { value: true, literal: 'true' },
  { value: { eq: 'x' }, literal: '{eq: "x"}' },
  { value: [[]], literal: '[[]]' },
  { value: { __proto__: null, constructor: 'x', toString: 'y' } },
];

const INJECTIONS = [
  "' or '1'='1",
  "'; drop table orders; --",
  '") or true --',
  '/* comment */ -- and another',
  "\\'; delete from users; --",
  '$1 $2 $$ $tag$ :name ? %s %n {0} $x `x`',
  "E'\\x27' U&'\\0027' chr(39)",
  'null',
  'NULL',
  'undefined',
  'true',
  '{"eq": "x"}',
  '["x"]',
  '__proto__',
  'constructor',
];

const HOLDS_NOT = ['\0', 'a\0b', '\uD800', 'a\uDFFFb', '\uDE00\uD83D'];

const TEXTS: readonly HostileValue[] = [
  ...INJECTIONS,
  ...nastyTexts.filter((text) => /[%_\\'"$;{}]/.test(text)),
  '',
  '\\%',
  '\\\\',
  '%\\',
  '%%__\\_',
  '\\',
  'שלום \u202E evil \u202C',
  'A\u0300\u0301\u0302\u0303da',
  '\u200B\u2028\u2029\uFEFF\uFFFF\u{10FFFF}',
  '\u0001\u0008\t\n\r\u001B[2J\u007F\u0085',
  '😀'.repeat(500),
  'x'.repeat(10_000),
  '%'.repeat(500),
].map(written);

const SCALARS: Readonly<Record<string, readonly HostileValue[]>> = {
  String: [...TEXTS, ...HOLDS_NOT.map(refused), { value: 12, literal: '12' }],
  ID: [
    ...INJECTIONS,
    'User:1; drop table users',
    "User:1'",
    'User:1 or 1=1',
    'User:-1',
    'User:+1',
    'User:01',
    'User:1e3',
    'User:0x1F',
    'User: 1',
    'User:1\n',
    'User:١',
    'User:１',
    'user:1',
    'USER:1',
    '__proto__:1',
    'constructor:1',
    'Query:1',
    'OrderBreakdownRow:1',
    'User:9223372036854775807',
    'User:9223372036854775808',
    'Order:18446744073709551616',
    `Product:${'9'.repeat(10_000)}`,
    'User:NaN',
    'User:null',
    'User:%',
    '1',
    '',
    ...HOLDS_NOT,
  ]
    .map(written)
    .concat([
      { value: 42, literal: '42' },
      { value: -1, literal: '-1' },
      { value: 1.5, literal: '1.5' },
      { value: 2 ** 63, literal: '9223372036854775808' },
    ]),
  Int: [
    ...[2 ** 31 - 1, -(2 ** 31), 2 ** 31, -(2 ** 31) - 1, 2 ** 53, 1e300, 1.5, -0].map(written),
    ...['1', '0 or 1=1', 'NaN', 'Infinity', '1e3', '0x10', ''].map(written),
    { value: Number.POSITIVE_INFINITY, literal: '1e999999' },
    { value: 1, literal: '1.0' },
    { value: null, literal: '99999999999999999999999999' },
    { value: Number.NaN, literal: 'NaN' },
  ],
  Decimal: [
    ...['NaN', 'nan', 'Infinity', '-Infinity', 'inf', '1e3', '1E-3', '1e999999', '-1e999999', '+1', '.5', '5.', '1,5'],
    ...[
      '0x10',
      '1_000',
      '١',
      '１',
      ' 1',
      '1 ',
      '1\n',
      '--1',
      '',
      '-',
      'null',
      "1'; drop table orders; --",
      '1::text',
      ...HOLDS_NOT,
    ],
    ...['-0', '-0.00', '007', '0.1234567890123456789', '-0.0000000000000000000000001', '9999999999.995'],
    ...['99999999999999999999999999999999999999.99', `1.${'0'.repeat(900)}1`, '9'.repeat(990)],
  ]
    .map(written)
    .concat(
      [refused('9'.repeat(100_000)), refused(`0.${'1'.repeat(20_000)}`)],
      [
        { value: 1.5, literal: '1.5' },
        { value: 1e300, literal: '1e300' },
        { value: 2 ** 53, literal: '9007199254740992' },
        { value: Number.POSITIVE_INFINITY, literal: '1e999999' },
        { value: -1, literal: '-1' },
      ],
    ),
  DateTime: [
    ...[
      'infinity',
      '-infinity',
      'now',
      'today',
      'epoch',
      'allballs',
      '',
      'null',
      '0',
      '2026-01-31',
      '2026-01-31T12:00:00',
    ],
    ...[
      '2026-01-31T12:00:00.123456789Z',
      '2026-01-31T12:00:00.1234567Z',
      '2026-01-31T12:00:60Z',
      '2016-12-31T23:59:60Z',
    ],
    ...['2026-02-29T00:00:00Z', '2026-02-30T00:00:00Z', '2026-13-01T00:00:00Z', '2026-00-10T00:00:00Z'],
    ...[
      '2026-01-00T00:00:00Z',
      '2026-01-31T24:00:00Z',
      '2026-01-31T25:00:00Z',
      '2026-01-31T12:60:00Z',
      '2026-01-31T12:00Z',
    ],
    ...[
      '0000-01-01T00:00:00Z',
      '0000-12-31T23:59:59.999999-23:59',
      '0001-01-01T00:00:00+23:59',
      '-0001-01-01T00:00:00Z',
    ],
    ...[
      '+12026-01-01T00:00:00Z',
      '12026-01-01T00:00:00Z',
      '294277-01-01T00:00:00Z',
      '9999-12-31T23:59:59.999999-23:59',
    ],
    ...['0044-03-15T00:00:00Z BC', '2026-01-31 12:00:00Z'],
    ...['2026-01-31T12:00:00+1', '2026-01-31T12:00:00+0100', '2026-01-31T12:00:00-00:00', '2026-01-31t12:00:00z'],
    ...['2026-01-31T12:00:00 UTC', '2026-01-31T12:00:00[Europe/Berlin]', '２０26-01-31T12:00:00Z', '20260131T120000Z'],
    ...['2026-W05-6T12:00:00Z', "2026-01-31T12:00:00Z'; drop table orders; --", '2026-01-31T12:00:00Z\n', ...HOLDS_NOT],
    ...['2026-06-15T12:34:56.123457Z', '1969-12-31T23:59:59.999999Z', '2024-02-29T23:59:59.999999Z'],
  ]
    .map(written)
    .concat(['2026-01-31T12:00:00+24:00', '2026-01-31T12:00:00+15:60'].map(refused), [
      { value: 0, literal: '0' },
      { value: 1_769_860_800_000, literal: '1769860800000' },
      { value: Number.POSITIVE_INFINITY, literal: '1e999999' },
    ]),
};

const ENUMS: readonly HostileValue[] = [
  ...['asc', 'ASC', 'ASC; drop table orders', 'NOPE', '', '__proto__', 'constructor', 'toString', 'hasOwnProperty'].map(
    (value) => ({ value, literal: JSON.stringify(value) }),
  ),
  ...['asc', 'NOPE', '__proto__', 'constructor', 'toString', 'null'].map((name) => ({ value: name, literal: name })),
  { value: 0, literal: '0' },
];
