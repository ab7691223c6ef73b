import type { OptionChange } from './change.ts';
import type { Options } from './foreign-state.ts';

/** What separates two sets of options, by name in alphabetical order; empty where they are equal. Pure. */
export function diffOptions(wanted: Options, present: Options): readonly OptionChange[] {
  const names = [...new Set([...Object.keys(wanted), ...Object.keys(present)])].sort();
  return names.flatMap((name): readonly OptionChange[] => {
    const before = present[name] ?? null;
    const after = wanted[name] ?? null;
    return before === after ? [] : [{ name, before, after }];
  });
}
