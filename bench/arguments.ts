import { parseArgs } from 'node:util';
import { type Operation, readOperations } from './operations.ts';

/** What the bench is asked to do. */
export type Arguments = {
  /** Whether to make the clusters anew. */
  readonly fresh: boolean;
  readonly operations: readonly Operation[];
};

/** Arguments that make no sense; the message says what would. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/**
 * Reads `[--fresh] [<operation> …]`; without names, all operations.
 *
 * @throws UsageError for anything else.
 */
export async function readArguments(words: readonly string[]): Promise<Arguments> {
  const { values, positionals } = parse(words);
  const known = await readOperations();
  const names = known.map(({ name }) => name);
  const unknown = positionals.filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    throw new UsageError(`There is no operation ${unknown.join(', ')}. There are: ${names.join(', ')}.`);
  }
  const asked = positionals.length === 0 ? names : positionals;
  return { fresh: values.fresh, operations: known.filter(({ name }) => asked.includes(name)) };
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      options: { fresh: { type: 'boolean', default: false } },
      allowPositionals: true,
    });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${why} Usage: bench [--fresh] [<operation> …]`, { cause: error });
  }
}
