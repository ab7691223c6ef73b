import type { ConfigFault } from './config-error.ts';
import type { ListedOption } from './list-options.ts';

/** A value that somebody gave to an option, in the form of the file, and where it stands. */
export type Given = { readonly option: ListedOption; readonly value: unknown; readonly from: string };

/** What one source gives, and what of it belongs to no option. */
export type Source = { readonly given: readonly Given[]; readonly faults: readonly ConfigFault[] };

type Issue = { readonly path: readonly PropertyKey[]; readonly message: string };

/** Every fault of a given value, at the part where it is. Secrets are never shown. */
export function findValueFaults({ option, value, from }: Given): readonly ConfigFault[] {
  const issues: readonly Issue[] = option.schema.safeParse(value).error?.issues ?? [];
  return issues.map(({ path, message }) => ({
    where: [from, ...path.map(String)].join('.'),
    found: option.secret ? 'a value that cannot be used' : show(path.reduce(partOf, value)),
    advice: message,
  }));
}

function partOf(value: unknown, key: PropertyKey): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

const maxShown = 80;

/** A value as JSON, cut where it is long. */
export function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > maxShown ? `${text.slice(0, maxShown)}…` : text;
}
