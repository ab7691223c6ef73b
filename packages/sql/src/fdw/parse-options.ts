import type { Options } from './foreign-state.ts';

/** Options as the catalogs keep them, `name=value`: a name has no equals sign, a value may. */
export function parseOptions(options: readonly string[]): Options {
  return Object.fromEntries(
    options.map((option) => {
      const equals = option.indexOf('=');
      return [option.slice(0, equals), option.slice(equals + 1)];
    }),
  );
}
