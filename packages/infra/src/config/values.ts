import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { canonicalCidr, parseRange } from '../network/subnets.ts';
import { unknownKey } from './unknown-key.ts';

/** The message of a faulty key: why it is refused and what would do. It follows the key in a sentence. */
const wanted = (advice: string) => ({ error: advice });

/** Text that is not empty; where a number stands in the stack's file, the message says how to write text. */
export const text = (advice: string) => z.string(wanted(advice)).min(1, wanted(advice));

/** Text of a form. */
export const pattern = (form: RegExp, advice: string) => z.string(wanted(advice)).regex(form, wanted(advice));

/** A whole number within bounds. */
export function whole(min: number, max: number, of: string) {
  const advice = `write ${of}: a whole number from ${min} to ${max}`;
  return z.int(wanted(advice)).min(min, wanted(advice)).max(max, wanted(advice));
}

/** One of some words or numbers. */
export function oneOf<const T extends string | number>(values: readonly T[], of: string) {
  return z.literal([...values], wanted(`write ${of}: one of ${values.join(', ')}`));
}

/** Yes or no. */
export const yesOrNo = (of: string) => z.boolean(wanted(`write true or false: ${of}`));

/** A list. */
export const listOf = <S extends z.ZodType>(item: S, advice: string) => z.array(item, wanted(advice));

/** An object that refuses unknown keys. For those its message has a line for each, in their order. */
export const object = <S extends Readonly<Record<string, z.ZodType>>>(shape: S) =>
  z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => unknownKey(key, Object.keys(shape))).join('\n')
        : `write an object with the keys ${Object.keys(shape).join(', ')}`,
  });

const cidrAdvice = 'write a range of IPv4 addresses, such as 10.20.0.0/16';

/** A range of IPv4 addresses that begins at its first address. */
export const cidr = z.string(wanted(cidrAdvice)).superRefine((value, context) => {
  if (!ipaddr.isValidCIDR(value) || value.includes(':')) {
    context.addIssue({ code: 'custom', message: cidrAdvice });
    return;
  }
  const canonical = canonicalCidr(parseRange(value));
  if (canonical !== value) {
    context.addIssue({ code: 'custom', message: `the range begins at another address: write ${canonical}` });
  }
});
