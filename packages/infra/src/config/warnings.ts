import { connectionCeiling, hopSessionLimit, sessionDemands } from '../database/connection-ceiling.ts';
import { isKnownVersion } from '../database/engine-versions.ts';
import type { Config } from './config.ts';

/** Sessions that stay free for administrators, migrations, the renewal and AWS itself. */
const usedShare = 0.8;

/** What is possible but probably not meant. */
export function findWarnings(config: Omit<Config, 'warnings'>): readonly string[] {
  return [
    ...config.clusters.flatMap(version),
    ...sessionDemands(config).flatMap((demand) => sessions(config, demand)),
    ...hopSessions(config.gateway),
  ];
}

function version({ name, engineVersion }: Config['clusters'][number]): readonly string[] {
  if (isKnownVersion(engineVersion)) return [];
  return [
    `clusters.${name}.engineVersion: ${engineVersion} was not offered when this program was written; ` +
      '`aws rds describe-db-engine-versions --engine aurora-postgresql` lists what is.',
  ];
}

function sessions(
  { clusters }: Pick<Config, 'clusters'>,
  { cluster, sessions, arithmetic }: ReturnType<typeof sessionDemands>[number],
): readonly string[] {
  const capacity = clusters.find(({ name }) => name === cluster)?.capacity;
  const ceiling = capacity === undefined ? undefined : connectionCeiling(capacity);
  if (ceiling === undefined || sessions <= ceiling * usedShare) return [];
  return [
    `clusters.${cluster}: the gateway may hold ${sessions} sessions during a deployment (${arithmetic}), more than ` +
      `${usedShare * 100} % of about ${ceiling} that an instance takes. Lower gateway.max or gateway.dbPool, or choose more capacity.`,
  ];
}

function hopSessions({ max, dbPool }: Config['gateway']): readonly string[] {
  if (max * dbPool <= hopSessionLimit) return [];
  return [
    `gateway.dbPool: ${max} tasks x ${dbPool} are more sessions than the ${hopSessionLimit} that the hop's login has, and the bootstrap ` +
      `will refuse them. Lower gateway.max or gateway.dbPool, or \`alter role fdw_reader connection limit ${2 * max * dbPool}\` behind the hub.`,
  ];
}
