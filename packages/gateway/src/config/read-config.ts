import { type Config, configSchema } from './config.ts';
import { ConfigError, type ConfigFault } from './config-error.ts';
import { type Environment, fileVariable, fromEnvironment } from './from-environment.ts';
import { fromFile } from './from-file.ts';
import { type Flags, fromFlags } from './from-flags.ts';
import { findValueFaults, type Given, type Source } from './given.ts';
import { allOptions, type ListedOption } from './list-options.ts';
import { type Rule, rules } from './rules.ts';

/** Where a configuration comes from, the weakest first: the command's own defaults, the file, the environment, the flags. */
export type ConfigSources = {
  /** Defaults that differ for one command, by path: `{ 'http.host': '127.0.0.1' }`. */
  readonly defaults?: Readonly<Record<string, unknown>>;
  /** The path of the file; where it is not given, the environment may name one. */
  readonly file: string | undefined;
  readonly environment: Environment;
  readonly flags: Flags;
  /** What must hold for one command, beside the rules for all. */
  readonly needs?: readonly Rule[];
};

/** An option with the value that holds, in the form of the file, and where it comes from. */
export type Effective = { readonly option: ListedOption; readonly value: unknown; readonly from: string };

/** A configuration that is right in all its parts, and how it came about. */
export type LoadedConfig = { readonly config: Config; readonly effective: readonly Effective[] };

/**
 * Reads the whole configuration, once, at the start.
 *
 * @throws {ConfigError} with all faults of all sources at once, those of values that a stronger source replaces included.
 */
export async function readConfig({
  defaults = {},
  file,
  environment,
  flags,
  needs = [],
}: ConfigSources): Promise<LoadedConfig> {
  const path = file ?? (environment[fileVariable] || undefined);
  const sources: readonly Source[] = [
    ...(path === undefined ? [] : [await fromFile(path)]),
    fromEnvironment(environment),
    fromFlags(flags),
  ];
  const checked = sources.flatMap(({ given }) => given).map((given) => ({ ...given, faults: findValueFaults(given) }));
  const bad = new Set(checked.filter(({ faults }) => faults.length > 0).map(({ option }) => option.path));
  const effective = allOptions.map((option) => effectiveOf(option, defaults, bad.has(option.path) ? [] : checked));
  const config = configSchema.parse(toDocument(effective));
  const faults = [
    ...sources.flatMap((source) => source.faults),
    ...checked.flatMap((given) => given.faults),
    ...findBroken([...rules, ...needs], config, effective, bad),
  ];
  if (faults.length > 0) throw new ConfigError(faults);
  return { config, effective };
}

function effectiveOf(
  option: ListedOption,
  defaults: Readonly<Record<string, unknown>>,
  given: readonly Given[],
): Effective {
  const last = given.findLast((candidate) => candidate.option === option);
  if (last !== undefined) return last;
  return { option, value: defaults[option.path] ?? option.fallback, from: 'default' };
}

function toDocument(effective: readonly Effective[]): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
  const sections = Map.groupBy(effective, ({ option }) => option.section);
  return Object.fromEntries(
    [...sections].map(([name, parts]) => [
      name,
      Object.fromEntries(parts.map(({ option, value }) => [option.key, value])),
    ]),
  );
}

function findBroken(
  all: readonly Rule[],
  config: Config,
  effective: readonly Effective[],
  bad: ReadonlySet<string>,
): readonly ConfigFault[] {
  return all.flatMap(({ of, broken }) => {
    const fault = of.some((path) => bad.has(path)) ? undefined : broken(config);
    if (fault === undefined) return [];
    const { from = 'default' } = effective.find(({ option }) => option.path === of[0]) ?? {};
    return [{ where: from === 'default' ? of[0] : from, ...fault }];
  });
}
