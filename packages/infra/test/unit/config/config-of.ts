import type { Config } from '../../../src/config/config.ts';
import { type ParsedConfig, parseConfig, type RawConfig } from '../../../src/config/parse-config.ts';

/** What a stack must write at least, and nothing else. */
export const least = { vpc: { create: {} } };

/** The same for prod. */
export const leastOfProd = {
  vpc: { create: { azs: 3 } },
  accountId: '123456789012',
  alarms: { email: ['oncall@example.com'] },
  budget: { monthlyUsd: 1500 },
  gateway: {
    certificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/4f6a',
    settings: { OPEN_TO_EVERYBODY: true },
  },
};

/** Parses values of stack dev in eu-west-1; `raw` changes the rest. */
export function parse(values: Readonly<Record<string, unknown>>, raw: Partial<RawConfig> = {}): ParsedConfig {
  return parseConfig({ project: 'causeway', stack: 'dev', region: 'eu-west-1', values, ...raw });
}

/** A configuration that must be without problems. */
export function configOf(values: Readonly<Record<string, unknown>>, raw: Partial<RawConfig> = {}): Config {
  const parsed = parse(values, raw);
  if (parsed.kind === 'problems') throw new Error(JSON.stringify(parsed.problems, undefined, 1));
  return parsed.config;
}

/** `key: advice` of each problem; empty where there is none. */
export function problemsOf(values: Readonly<Record<string, unknown>>, raw: Partial<RawConfig> = {}): readonly string[] {
  const parsed = parse(values, raw);
  return parsed.kind === 'config' ? [] : parsed.problems.map(({ key, advice }) => `${key}: ${advice}`);
}
