import * as pulumi from '@pulumi/pulumi';
import type { Config } from './config.ts';
import { parseConfig } from './parse-config.ts';
import { describeProblems } from './problem.ts';

/** Keys whose values are text, also where they look like a number. */
const textKeys: ReadonlySet<string> = new Set(['environment', 'accountId', 'owner', 'costCentre']);

/**
 * Reads the stack's configuration and prints its warnings.
 *
 * @throws {pulumi.RunError} with all problems at once, before anything is registered.
 */
export function readConfig(): Config {
  const project = pulumi.getProject();
  const region = new pulumi.Config('aws').get('region');
  const parsed = parseConfig({ project, stack: pulumi.getStack(), region, values: valuesOf(project) });
  if (parsed.kind === 'problems') throw new pulumi.RunError(describeProblems(project, parsed.problems));
  for (const warning of parsed.config.warnings) void pulumi.log.warn(warning);
  return parsed.config;
}

/** Every key under the project's name, unknown ones too, which Pulumi's own Config cannot list. */
function valuesOf(project: string): Readonly<Record<string, unknown>> {
  const prefix = `${project}:`;
  const entries = Object.entries(pulumi.runtime.allConfig())
    .filter(([key]) => key.startsWith(prefix))
    .map(([key, value]) => [key.slice(prefix.length), value] as const);
  return Object.fromEntries(entries.map(([key, value]) => [key, textKeys.has(key) ? value : parseJson(value)]));
}

/** Pulumi hands over objects, lists, numbers and booleans as JSON, and text as it is. */
function parseJson(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
