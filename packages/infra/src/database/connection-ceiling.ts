import type { Capacity, Config } from '../config/config.ts';

/** GiB of memory of an Aurora capacity unit. */
const gibPerUnit = 2;

/** The fewest sessions a GiB that AWS publishes for Aurora PostgreSQL: 189 at 2 GiB. Larger instances allow up to 105. */
const sessionsPerGib = 94;

/** Aurora PostgreSQL's own bound on its default. */
const mostSessions = 5000;

/** The bound where a Serverless v2 cluster may shrink to half a unit or pause. */
const mostSessionsFromHalfUnit = 2000;

const familyGib: readonly { readonly family: RegExp; readonly large: number }[] = [
  { family: /^x\d/, large: 32 },
  { family: /^r\d/, large: 16 },
  { family: /^t\d/, large: 8 },
];

/**
 * How many sessions an instance of this capacity takes with Aurora's default `max_connections`, on the safe side; undefined
 * for a class whose memory is not known here. On Serverless v2 it follows the maximum, not the present size.
 */
export function connectionCeiling(capacity: Capacity): number | undefined {
  if (capacity.kind === 'serverless') {
    const bound = capacity.min <= 0.5 ? mostSessionsFromHalfUnit : mostSessions;
    return Math.min(bound, Math.floor(capacity.max * gibPerUnit * sessionsPerGib));
  }
  const gib = instanceGib(capacity.instanceClass);
  return gib === undefined ? undefined : Math.min(mostSessions, Math.floor(gib * sessionsPerGib));
}

/** GiB of memory of an instance class; undefined for a family that is not known here. */
export function instanceGib(instanceClass: string): number | undefined {
  const [, family = '', size = ''] = instanceClass.split('.');
  const large = familyGib.find((entry) => entry.family.test(family))?.large;
  if (large === undefined) return undefined;
  if (size === 'medium') return large / 2;
  if (size === 'large') return large;
  return large * 2 * Number(size.replace('xlarge', '') || 1);
}

/** Sessions that the gateway's tasks may hold on one instance of a cluster, and how that number comes about. */
export type SessionDemand = { readonly cluster: string; readonly sessions: number; readonly arithmetic: string };

/**
 * What the gateway may ask of each cluster while a new version replaces the old, when twice the tasks run: of the hub a pool for
 * itself and one for each cluster behind it, and of those one connection of the hop for each session of their pool.
 */
export function sessionDemands({
  clusters,
  foreignServers,
  gateway,
}: Pick<Config, 'clusters' | 'foreignServers' | 'gateway'>): readonly SessionDemand[] {
  const own = 2 * gateway.max * gateway.dbPool;
  return clusters.map(({ name }) => {
    const behind = foreignServers.filter(({ from }) => from === name).length;
    const pool = `2 x ${gateway.max} tasks x ${gateway.dbPool} of gateway.dbPool`;
    return {
      cluster: name,
      sessions: own * (1 + behind),
      arithmetic: behind === 0 ? `${pool}, over the hop` : `${pool} x ${1 + behind} pools`,
    };
  });
}

/** The sessions that migrations let the hop's login have on a cluster. */
export const hopSessionLimit = 100;
