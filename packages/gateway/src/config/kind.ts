import { Secret } from '@causeway/sql';
import { z } from 'zod';
import { adviseName } from './nearest.ts';

/** A kind of value: how it is checked, and how the texts of flags and environment variables are read. */
export type Kind<S extends z.ZodType> = {
  /** Checks a value in the form that it has in the file; what comes out is what the program works with. */
  readonly schema: S;
  /** What to write, to complete the sentence "write …". */
  readonly write: string;
  /** The text of a flag or variable in the form of the file. What cannot be read stays text: the schema refuses it. */
  readonly fromText: (text: string) => unknown;
  /** Never shown, and never a flag, which every user of the machine can see. */
  readonly secret?: true;
  /** Relative to the folder of the file in which it stands; elsewhere to where the program was started. */
  readonly isPath?: true;
};

const asIs = (text: string): unknown => text;

/** A text that is not empty. */
export function text(write: string) {
  const error = `write ${write}`;
  return { schema: z.string({ error }).min(1, { error }), write, fromText: asIs } satisfies Kind<z.ZodType>;
}

/** The path of a file or folder. */
export function path(write: string) {
  return { ...text(write), isPath: true } satisfies Kind<z.ZodType>;
}

/** A text that is never shown; it comes out as a `Secret`. */
export function secret(write: string) {
  const plain = text(write);
  return {
    ...plain,
    schema: plain.schema.transform((value) => new Secret(value)),
    secret: true,
  } satisfies Kind<z.ZodType>;
}

/** One of some words. */
export function choice<const W extends readonly [string, ...string[]]>(words: W) {
  const write = `one of ${words.join(', ')}`;
  return { schema: z.enum(words, { error: `write ${write}` }), write, fromText: asIs } satisfies Kind<z.ZodType>;
}

/** A whole number within bounds, both inclusive. */
export function whole(min: number, max = Number.MAX_SAFE_INTEGER) {
  const write = max === Number.MAX_SAFE_INTEGER ? `a whole number from ${min}` : `a whole number from ${min} to ${max}`;
  const error = `write ${write}`;
  const fromText = (given: string): unknown => (/^\d{1,15}$/.test(given) ? Number(given) : given);
  return {
    schema: z.int({ error }).min(min, { error }).max(max, { error }),
    write,
    fromText,
  } satisfies Kind<z.ZodType>;
}

/** Yes or no. As a flag it needs no value. */
export function truth() {
  const write = 'true or false';
  const words: Readonly<Record<string, boolean>> = { true: true, false: false };
  const fromText = (given: string): unknown => words[given] ?? given;
  return { schema: z.boolean({ error: `write ${write}` }), write, fromText } satisfies Kind<z.ZodType>;
}

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** The milliseconds of "500ms", "30s", "5m", "1h"; undefined for anything else. */
function toMs(given: string): number | undefined {
  const [, count = '', unit = ''] = /^(\d{1,9})(ms|s|m|h)$/.exec(given) ?? [];
  const factor = unitMs[unit];
  return factor === undefined ? undefined : Number(count) * factor;
}

/** A time with its unit, which comes out in milliseconds; both bounds are written the same way and inclusive. */
export function duration(min: string, max: string) {
  const write = `a time with its unit (ms, s, m, h) from ${min} to ${max}`;
  const [least = 0, most = 0] = [toMs(min), toMs(max)];
  const schema = z.string({ error: `write ${write}` }).transform((given, context) => {
    const ms = toMs(given);
    if (ms !== undefined && ms >= least && ms <= most) return ms;
    context.addIssue({ code: 'custom', message: `write ${write}` });
    return z.NEVER;
  });
  return { schema, write, fromText: asIs } satisfies Kind<z.ZodType>;
}

/** A list: an array in the file, its elements with commas between them in flags and variables. */
export function list<S extends z.ZodType>(element: Kind<S>) {
  const write = `a list, each ${element.write}`;
  const fromText = (given: string): unknown => given.split(',').map((part) => element.fromText(part.trim()));
  return { schema: z.array(element.schema, { error: `write ${write}` }), write, fromText } satisfies Kind<z.ZodType>;
}

/** Anything with parts: JSON in the file, the same JSON as text in flags and variables. The schema's own messages say what to write. */
export function structure<S extends z.ZodType>(write: string, schema: S) {
  return { schema, write: `${write}, as JSON`, fromText: jsonOrText } satisfies Kind<S>;
}

/** An object of a structure: refuses keys that it does not know, and names the nearest. */
export function strictObject<const S extends Readonly<Record<string, z.ZodType>>>(shape: S) {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => `${key} is unknown here: ${adviseName(key, known)}`).join('; ')
        : `write an object with ${known.join(', ')}`,
  });
}

function jsonOrText(given: string): unknown {
  try {
    return JSON.parse(given);
  } catch {
    return given;
  }
}
