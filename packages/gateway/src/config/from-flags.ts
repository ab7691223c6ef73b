import type { Source } from './given.ts';
import { allOptions } from './list-options.ts';

/** Flags by their names without the dashes, as the command line has them; `true` stands for one without a value. */
export type Flags = Readonly<Record<string, string | true>>;

/** What the flags give. The command line's own parser has refused unknown ones. */
export function fromFlags(flags: Flags): Source {
  const given = allOptions.flatMap((option) => {
    const value = option.flag === undefined ? undefined : flags[option.flag];
    if (value === undefined) return [];
    return [{ option, value: value === true ? true : option.fromText(value), from: `--${option.flag}` }];
  });
  return { given, faults: [] };
}
