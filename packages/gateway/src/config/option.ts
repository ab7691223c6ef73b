import { z } from 'zod';
import type { Kind } from './kind.ts';

/** What is known of an option beside its schema. */
export type OptionFacts = Pick<Kind<z.ZodType>, 'write' | 'fromText'> & {
  /** What it does, in one sentence without a full stop; shown by `--help` and in the documentation. */
  readonly about: string;
  /** Names flag and variable where section and key would be too long: `port` is --port and CAUSEWAY_PORT. */
  readonly name?: string;
  /** The value without any configuration, in the form of the file. */
  readonly fallback?: unknown;
  readonly secret: boolean;
  readonly isPath: boolean;
  /** A flag without a value means true. */
  readonly isSwitch: boolean;
};

/** The facts of every option, by its schema. */
export const optionFacts = z.registry<OptionFacts>();

type Described = Pick<OptionFacts, 'about' | 'name'>;

/**
 * An option with a default, in the form of the file. Type, flag, variable, documentation and `causeway config` follow from it.
 *
 * @example port: option(whole(0, 65_535), { name: 'port', fallback: 4000, about: 'TCP port' })
 */
export function option<S extends z.ZodType>(kind: Kind<S>, facts: Described & { readonly fallback: z.input<S> }) {
  return register(z.prefault(kind.schema, facts.fallback), kind, facts);
}

/** An option that may be left out: `undefined` then. */
export function optional<S extends z.ZodType>(kind: Kind<S>, facts: Described) {
  return register(z.optional(kind.schema), kind, facts);
}

function register<S extends z.ZodType>(
  schema: S,
  kind: Kind<z.ZodType>,
  facts: Described & { readonly fallback?: unknown },
): S {
  const { write, fromText, secret = false, isPath = false } = kind;
  optionFacts.add(schema, { ...facts, write, fromText, secret, isPath, isSwitch: kind.schema instanceof z.ZodBoolean });
  return schema;
}
