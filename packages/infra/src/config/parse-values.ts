import type { z } from 'zod';
import { type Problem, problem } from './problem.ts';
import { type Parts, schema } from './schema.ts';
import { unknownKey } from './unknown-key.ts';

/** What was read: the parts that can be used, and everything that is wrong with the others. */
export type ParsedValues = { readonly parts: Parts; readonly problems: readonly Problem[] };

/**
 * Reads each key by itself, so that one fault hides no other: a part with a fault is undefined, all others are there.
 * Of the clusters, those without a fault of their own remain.
 */
export function parseValues(values: Readonly<Record<string, unknown>>): ParsedValues {
  const problems: Problem[] = unknownKeys(values);
  const read = <S extends z.ZodType>(key: string, form: S): z.output<S> | undefined => {
    const parsed = form.safeParse(values[key]);
    if (parsed.success) return parsed.data;
    problems.push(...parsed.error.issues.flatMap((issue) => toProblems(values, key, issue)));
    return undefined;
  };
  const parts: Parts = {
    environment: read('environment', schema.environment),
    accountId: read('accountId', schema.accountId),
    owner: read('owner', schema.owner),
    costCentre: read('costCentre', schema.costCentre),
    allowDestroy: read('allowDestroy', schema.allowDestroy),
    vpc: read('vpc', schema.vpc),
    allowedCidrs: read('allowedCidrs', schema.allowedCidrs),
    clusters: read('clusters', schema.clusters) ?? soundClusters(values['clusters']),
    clusterNames: clusterNames(values['clusters']),
    foreignServers: read('foreignServers', schema.foreignServers),
    fdwRefreshMinutes: read('fdwRefreshMinutes', schema.fdwRefreshMinutes),
    gateway: read('gateway', schema.gateway),
    bastion: read('bastion', schema.bastion),
    proxy: read('proxy', schema.proxy),
    cache: read('cache', schema.cache),
    alarms: read('alarms', schema.alarms),
    budget: read('budget', schema.budget),
    logRetentionDays: read('logRetentionDays', schema.logRetentionDays),
    tags: read('tags', schema.tags),
  };
  return { parts, problems };
}

function soundClusters(clusters: unknown): Parts['clusters'] {
  if (typeof clusters !== 'object' || clusters === null) return undefined;
  const read = Object.entries(clusters).map(([name, cluster]) => schema.clusters.safeParse({ [name]: cluster }));
  return Object.fromEntries(read.flatMap(({ data = {} }) => Object.entries(data)));
}

function clusterNames(clusters: unknown): readonly string[] | undefined {
  if (clusters === undefined) return ['users', 'orders'];
  return typeof clusters === 'object' && clusters !== null ? Object.keys(clusters) : undefined;
}

function unknownKeys(values: Readonly<Record<string, unknown>>): Problem[] {
  const known = Object.keys(schema);
  return Object.keys(values)
    .filter((key) => !known.includes(key))
    .map((key) => problem(key, values[key], unknownKey(key, known)));
}

function toProblems(values: unknown, key: string, issue: z.core.$ZodIssue): readonly Problem[] {
  const path = [key, ...issue.path];
  const at = (keys: readonly PropertyKey[], advice: string) =>
    problem(keys.map(String).join('.'), keys.reduce(valueAt, values), advice);
  if (issue.code === 'unrecognized_keys') {
    const advice = issue.message.split('\n');
    return issue.keys.map((unknown, index) => at([...path, unknown], advice[index] ?? issue.message));
  }
  if (issue.code === 'invalid_key') return [at(path, issue.issues[0]?.message ?? issue.message)];
  return [at(path, issue.message)];
}

function valueAt(value: unknown, key: PropertyKey): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
