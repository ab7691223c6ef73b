import type { z } from 'zod';
import { sections } from './config.ts';
import { type OptionFacts, optionFacts } from './option.ts';

/** An option with the names it goes by. */
export type ListedOption = OptionFacts & {
  readonly section: string;
  readonly key: string;
  /** In the file, as it is spoken of: `http.port`. */
  readonly path: string;
  /** The environment variable: `CAUSEWAY_PORT`. */
  readonly variable: string;
  /** `port` for --port. Secrets have none. */
  readonly flag: string | undefined;
  readonly schema: z.ZodType;
};

/** Every option there is, in order. */
export const allOptions: readonly ListedOption[] = Object.entries(sections).flatMap(([section, { shape }]) =>
  Object.entries(shape).map(([key, schema]) => listed(section, key, schema)),
);

function listed(section: string, key: string, schema: z.ZodType): ListedOption {
  const facts = optionFacts.get(schema);
  if (facts === undefined) throw new Error(`${section}.${key} is made without option() or optional().`);
  const name = facts.name ?? `${kebab(section)}-${kebab(key)}`;
  return {
    ...facts,
    section,
    key,
    path: `${section}.${key}`,
    variable: `CAUSEWAY_${name.replaceAll('-', '_').toUpperCase()}`,
    flag: facts.secret ? undefined : name,
    schema,
  };
}

function kebab(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
