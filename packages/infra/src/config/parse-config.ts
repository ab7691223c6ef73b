import type { Config, Environment } from './config.ts';
import { parseValues } from './parse-values.ts';
import { type Problem, problem } from './problem.ts';
import { checkRules } from './rules.ts';
import { checkEnvironment } from './rules-of-environment.ts';
import { wholeSchema } from './schema.ts';
import { findWarnings } from './warnings.ts';
import { withDefaults } from './with-defaults.ts';

/** What Pulumi knows when the program starts. */
export type RawConfig = {
  readonly project: string;
  readonly stack: string;
  /** `aws:region`. */
  readonly region: string | undefined;
  /** The values under the project's name, by key; objects and lists parsed. */
  readonly values: Readonly<Record<string, unknown>>;
};

/** The configuration, or everything that is wrong with it. */
export type ParsedConfig =
  | { readonly kind: 'config'; readonly config: Config }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

/**
 * Reads and checks the configuration, purely, before any resource: all problems at once. A rule between two values is checked
 * where both could be read.
 */
export function parseConfig({ project, stack, region, values }: RawConfig): ParsedConfig {
  const { parts, problems } = parseValues(values);
  const environment = parts.environment ?? environmentOf(stack);
  const found = [
    ...problems,
    ...stackProblems(stack),
    ...regionProblems(region),
    ...checkRules(parts),
    ...(environment === undefined ? [noEnvironment(stack)] : checkEnvironment(environment, parts)),
  ];
  const first = found.filter(({ key }, index) => found.findIndex((other) => other.key === key) === index);
  if (first.length > 0 || region === undefined || environment === undefined)
    return { kind: 'problems', problems: first };
  const config = withDefaults({ project, stack, region, environment, parts: wholeSchema.parse(values) });
  return { kind: 'config', config: { ...config, warnings: findWarnings(config) } };
}

function environmentOf(stack: string): Environment | undefined {
  return (['dev', 'staging', 'prod'] as const).find((name) => name === stack);
}

function noEnvironment(stack: string): Problem {
  return problem(
    'environment',
    undefined,
    `the stack's name, ${stack}, does not say what it is for: write dev, staging or prod`,
  );
}

/** The stack's name is part of the names of clusters, repositories and alarms, some of which take small letters and 40 characters. */
function stackProblems(stack: string): readonly Problem[] {
  if (/^(?=.{1,20}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(stack)) return [];
  const advice =
    'AWS takes no such name for clusters and repositories: use 1 to 20 small letters, digits and single hyphens';
  return [problem('the name of the stack', stack, advice)];
}

function regionProblems(region: string | undefined): readonly Problem[] {
  if (region !== undefined && /^[a-z]{2}(-[a-z]+)+-\d$/.test(region)) return [];
  return [
    problem('aws:region', region, 'write the region that everything stands in, such as eu-west-1, under aws:region'),
  ];
}
