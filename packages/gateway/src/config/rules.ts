import { accessRules } from './access-rules.ts';
import type { Config } from './config.ts';

/** Something that must hold between options. */
export type Rule = {
  /** The options by path, the one to be named first; where one of them has a fault of its own, the rule is left alone. */
  readonly of: readonly [string, ...string[]];
  /** What is found and what to do about it, where it does not hold. */
  readonly broken: (config: Config) => { readonly found: string; readonly advice: string } | undefined;
};

/** Every rule between options. */
export const rules: readonly Rule[] = [
  ...accessRules,
  {
    of: ['clusters.topologyJson', 'clusters.topology'],
    broken: ({ clusters }) =>
      clusters.topology === undefined || clusters.topologyJson === undefined
        ? undefined
        : { found: 'two topologies', advice: 'give either the topology or its file, not both' },
  },
];

/** What commands that serve need. */
export const needsTopology: Rule = {
  of: ['clusters.topology', 'clusters.topologyJson'],
  broken: ({ clusters }) =>
    clusters.topology === undefined && clusters.topologyJson === undefined
      ? { found: 'nothing', advice: 'write --topology FILE, or set CAUSEWAY_TOPOLOGY to the path of the topology file' }
      : undefined,
};
