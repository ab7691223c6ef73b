import type * as pulumi from '@pulumi/pulumi';
import type { ClusterConfig } from '../config/config.ts';
import type { AuroraCluster } from '../database/aurora-cluster.ts';
import { connectionCeiling, instanceGib } from '../database/connection-ceiling.ts';
import { type Alarm, atOnce, threeOfFive } from './alarm.ts';

const gib = 2 ** 30;
const dayAlarm = { period: 86_400, periods: 1, badPeriods: 1, missing: 'notBreaching' } as const;

/** Bytes by which a cluster may grow in a day without anybody being told. */
const dailyGrowth = 20 * gib;

/** What somebody is told about one cluster and its instances. */
export function databaseAlarms(config: ClusterConfig, cluster: AuroraCluster): readonly Alarm[] {
  const instances = cluster.instances.flatMap(({ plan, instance }) => instanceAlarms(config, plan.name, instance.id));
  return [...clusterAlarms(config, cluster), ...instances];
}

function clusterAlarms({ name, capacity, readers, analyticsReader }: ClusterConfig, cluster: AuroraCluster) {
  const of = (metric: string, stat: string) => ({
    namespace: 'AWS/RDS',
    name: metric,
    dimensions: { DBClusterIdentifier: cluster.identifier },
    stat,
  });
  const alarms: Alarm[] = [
    {
      name: `${name}-deadlocks`,
      description: 'Transactions waited for each other, and one was ended.',
      metric: of('Deadlocks', 'Sum'),
      comparison: 'above',
      threshold: 0,
      ...atOnce,
    },
    {
      name: `${name}-commit-latency`,
      description: 'Commits take more than 50 ms: storage or the writer is under pressure.',
      metric: of('CommitLatency', 'Average'),
      comparison: 'above',
      threshold: 50,
      ...threeOfFive,
    },
    ...['ReadLatency', 'WriteLatency'].map(
      (metric): Alarm => ({
        name: `${name}-${metric === 'ReadLatency' ? 'read' : 'write'}-latency`,
        description: 'The storage takes more than 20 ms: see the I/O of the cluster.',
        metric: of(metric, 'Average'),
        comparison: 'above',
        threshold: 0.02,
        ...threeOfFive,
      }),
    ),
    {
      name: `${name}-transaction-ids`,
      description: 'Half of all transaction ids are used up: VACUUM is held back; find the oldest transaction or slot.',
      metric: of('MaximumUsedTransactionIDs', 'Maximum'),
      comparison: 'above',
      threshold: 1_000_000_000,
      ...atOnce,
    },
    {
      name: `${name}-growth`,
      description: 'The cluster grew by more than 20 GiB in a day.',
      metric: of('VolumeBytesUsed', 'Maximum'),
      expression: 'DIFF(m)',
      comparison: 'above',
      threshold: dailyGrowth,
      ...dayAlarm,
      periods: 2,
    },
    {
      name: `${name}-backup-storage`,
      description: 'Backups take far more room than they used to.',
      metric: of('BackupRetentionPeriodStorageUsed', 'Maximum'),
      comparison: 'outsideBand',
      threshold: 4,
      ...dayAlarm,
    },
    {
      name: `${name}-network`,
      description:
        'Far more bytes travel than at this hour of other days: a query reads a whole table, or data leaves.',
      metric: of('NetworkThroughput', 'Average'),
      comparison: 'outsideBand',
      threshold: 4,
      ...threeOfFive,
    },
  ];
  if (readers > 0 || analyticsReader) {
    alarms.push({
      name: `${name}-replica-lag`,
      description: 'A reader is more than a second behind the writer: queries show old rows.',
      metric: of('AuroraReplicaLagMaximum', 'Maximum'),
      comparison: 'above',
      threshold: 1000,
      ...threeOfFive,
    });
  }
  if (capacity.kind === 'serverless') {
    alarms.push({
      name: `${name}-capacity`,
      description: 'The cluster is at 95 % of its largest size: raise capacity.serverless.max.',
      metric: of('ServerlessDatabaseCapacity', 'Maximum'),
      comparison: 'atLeast',
      threshold: 0.95 * capacity.max,
      ...threeOfFive,
    });
  }
  return alarms;
}

function instanceAlarms({ capacity }: ClusterConfig, name: string, id: pulumi.Input<string>): readonly Alarm[] {
  const of = (metric: string, stat: string) => ({
    namespace: 'AWS/RDS',
    name: metric,
    dimensions: { DBInstanceIdentifier: id },
    stat,
  });
  const ceiling = connectionCeiling(capacity);
  const memory = capacity.kind === 'provisioned' ? instanceGib(capacity.instanceClass) : undefined;
  return [
    {
      name: `${name}-cpu`,
      description: 'The instance works at more than 80 %: see the top statements in Database Insights.',
      metric: of('CPUUtilization', 'Average'),
      comparison: 'above',
      threshold: 80,
      ...threeOfFive,
    },
    {
      name: `${name}-load`,
      description: 'More sessions want to run than there are processors: see what they wait for in Database Insights.',
      metric: of('DBLoadRelativeToNumVCPUs', 'Average'),
      comparison: 'above',
      threshold: 1,
      ...threeOfFive,
    },
    {
      name: `${name}-sign-in`,
      description:
        'Tokens are refused: see log iam-db-auth-error. A user may lack rds_iam, or a role the right rds-db:connect.',
      metric: of('IamDbAuthConnectionFailure', 'Sum'),
      comparison: 'above',
      threshold: 5,
      ...threeOfFive,
    },
    {
      name: `${name}-local-storage`,
      description: 'Less than 2 GiB for sorts and temporary tables are left.',
      metric: of('FreeLocalStorage', 'Minimum'),
      comparison: 'below',
      threshold: 2 * gib,
      ...threeOfFive,
    },
    ...(ceiling === undefined
      ? []
      : [
          {
            name: `${name}-connections`,
            description:
              'Four fifths of all sessions are taken: lower gateway.dbPool or gateway.max, or choose more capacity.',
            metric: of('DatabaseConnections', 'Maximum'),
            comparison: 'above',
            threshold: Math.floor(0.8 * ceiling),
            ...threeOfFive,
          } as const,
        ]),
    ...(memory === undefined
      ? []
      : [
          {
            name: `${name}-memory`,
            description: 'Less than a tenth of the memory is free: choose a larger class, or fewer sessions.',
            metric: of('FreeableMemory', 'Minimum'),
            comparison: 'below',
            threshold: 0.1 * memory * gib,
            ...threeOfFive,
          } as const,
        ]),
    ...(capacity.kind === 'provisioned'
      ? []
      : [
          {
            name: `${name}-units`,
            description: 'The instance uses more than nine tenths of its largest size: raise capacity.serverless.max.',
            metric: of('ACUUtilization', 'Average'),
            comparison: 'above',
            threshold: 90,
            ...threeOfFive,
          } as const,
        ]),
  ];
}
