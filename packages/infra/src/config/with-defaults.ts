import type { Capacity, ClusterConfig, Config, Environment, VpcConfig } from './config.ts';
import type { ClusterPart, WholeConfig } from './schema.ts';
import { wantsEndpoints } from './ways-out.ts';

/** What defaults depend on. */
export type Whole = {
  readonly project: string;
  readonly stack: string;
  readonly region: string;
  readonly environment: Environment;
  readonly parts: WholeConfig;
};

/** Fills in what depends on the environment: small and easily removed in dev, protected and spread over zones in prod. */
export function withDefaults({ project, stack, region, environment, parts }: Whole): Omit<Config, 'warnings'> {
  const prod = environment === 'prod';
  const vpc = network(parts.vpc);
  const { gateway } = parts;
  const min = gateway.min ?? Math.min(prod ? 2 : 1, gateway.max ?? Number.POSITIVE_INFINITY);
  return {
    project,
    stack,
    region,
    environment,
    accountId: parts.accountId,
    owner: parts.owner,
    costCentre: parts.costCentre,
    vpc,
    endpoints: wantsEndpoints(parts.vpc),
    allowedCidrs: parts.allowedCidrs,
    hub: parts.foreignServers[0].from,
    clusters: Object.entries(parts.clusters).map(([name, part]) => cluster(name, part, prod)),
    foreignServers: parts.foreignServers,
    fdwRefreshMinutes: parts.fdwRefreshMinutes,
    gateway: {
      ...gateway,
      settings: asTexts(gateway.settings),
      min,
      max: gateway.max ?? Math.max(min, prod ? 10 : 2),
      waf: gateway.waf ?? gateway.public,
    },
    bastion: { ...parts.bastion, enabled: parts.bastion.enabled ?? environment === 'dev' },
    proxy: parts.proxy.enabled,
    cache: parts.cache.enabled,
    alarmEmails: parts.alarms.email,
    alarmTopics: parts.alarms.topics,
    alarmSlack: parts.alarms.slack,
    monthlyBudgetUsd: parts.budget.monthlyUsd,
    logRetentionDays: parts.logRetentionDays ?? (prod ? 90 : 14),
    tags: parts.tags,
  };
}

/** Text as it is, the rest as JSON: what the gateway reads its variables as. */
function asTexts(settings: WholeConfig['gateway']['settings']): Readonly<Record<string, string>> {
  const entries = Object.entries(settings);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  );
}

function network({ id, create, privateSubnetIds, publicSubnetIds }: WholeConfig['vpc']): VpcConfig {
  if (id !== undefined) return { kind: 'existing', id, privateSubnetIds, publicSubnetIds };
  const { cidr, azs, nat } = create ?? { cidr: '10.20.0.0/16', azs: 2, nat: 'none' };
  return { kind: 'create', cidr, zones: azs, nat: nat === 'perAz' ? 'perZone' : nat };
}

function cluster(name: string, part: ClusterPart, prod: boolean): ClusterConfig {
  const { capacity, readers, deletionProtection, database, ...rest } = part;
  return {
    ...rest,
    name,
    database: database ?? name,
    capacity: capacityOf(capacity, prod),
    readers: readers ?? (prod || name === 'users' || rest.readerAutoscaling !== undefined ? 1 : 0),
    deletionProtection: deletionProtection ?? prod,
  };
}

function capacityOf(capacity: ClusterPart['capacity'], prod: boolean): Capacity {
  if (capacity?.serverless !== undefined) return { kind: 'serverless', ...capacity.serverless };
  if (capacity?.instanceClass !== undefined) return { kind: 'provisioned', instanceClass: capacity.instanceClass };
  return prod ? { kind: 'provisioned', instanceClass: 'db.r8g.large' } : { kind: 'serverless', min: 0.5, max: 2 };
}
