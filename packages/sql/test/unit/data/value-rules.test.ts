import { describe, expect, test } from 'vitest';
import {
  amount,
  country,
  id,
  instant,
  oneOf,
  quantity,
  text,
  uniqueText,
} from '../../../src/data/import/value-rules.ts';

const cases = {
  id: {
    rule: id,
    good: ['1', '9223372036854775807', '999999999999999999'],
    bad: ['', '0', '-1', '01', '1.0', '9223372036854775808', '10000000000000000000', ' 1', '1e3', '１'],
  },
  quantity: { rule: quantity, good: ['1', '2147483647'], bad: ['', '0', '2147483648', '99999999999', '-3'] },
  amount: {
    rule: amount,
    good: ['0', '0.5', '0.05', '9999999999.99', '12'],
    bad: ['', '-1', '1.', '.5', '1.005', '10000000000', '1,5', 'NaN', '1e2', 'Infinity'],
  },
  country: { rule: country, good: ['DE'], bad: ['', 'de', 'DEU', 'D', 'DE\n', 'ÄÖ'] },
  tier: { rule: oneOf('free', 'pro'), good: ['free', 'pro'], bad: ['', 'Free', 'gold'] },
  text: { rule: text, good: ['', 'any\nthing "at" all', '😀'], bad: ['a\0b'] },
  uniqueText: { rule: uniqueText, good: ['', 'a'.repeat(2600)], bad: ['a'.repeat(2601), 'ä'.repeat(1301), '\0'] },
  instant: {
    rule: instant,
    good: [
      '1996-07-04 00:00:00+00',
      '2024-02-29T23:59:59.123456Z',
      '2026-01-31 12:00+05:30',
      '2026-01-31 12:00:00.1-0330',
      '0001-01-01 00:00:00+00',
      '9999-12-31 23:59:59.999999+00',
      '0050-01-01 00:00:00Z',
    ],
    bad: [
      '',
      '2026-01-31',
      '2026-01-31 12:00:00',
      '2026-02-29 00:00:00+00',
      '2100-02-29 00:00:00+00',
      '2026-00-10 00:00:00+00',
      '2026-13-01 00:00:00+00',
      '2026-04-31 00:00:00+00',
      '2026-01-01 24:00:00+00',
      '2026-01-01 00:60:00+00',
      '2026-01-01 00:00:60+00',
      '2026-01-01 00:00:00.1234567+00',
      '2026-01-01 00:00:00+16',
      '0000-01-01 00:00:00+00',
      '0001-01-01 00:00:00+01',
      '9999-12-31 23:59:59-01',
      'now',
      'infinity',
    ],
  },
};

describe.each(Object.entries(cases))('a value of the kind %s', (_name, { rule, good, bad }) => {
  test.each(good)('may be %j', (value) => expect(rule.accepts(value)).toBe(true));
  test.each(bad)('may not be %j', (value) => expect(rule.accepts(value)).toBe(false));
});
