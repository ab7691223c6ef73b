import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { renewalAlarmSeconds } from '../../src/monitoring/gateway-alarms.ts';
import type { Graph } from './engine/run-stack.ts';
import { all, has, one, rightsOf } from './look.ts';
import { everywhere, graphOf } from './scenarios.ts';

const alarmType = 'aws:cloudwatch/metricAlarm:MetricAlarm';

const dimensions = z.record(z.string(), z.string());
const metric = z.object({ metricName: z.string(), dimensions });
const query = z.object({ metric: metric.optional() });

/** The metrics that alarms look at where a dimension has a value, in order. */
function metricsOf(graph: Graph, dimension: string, value: string): readonly string[] {
  return all(graph, alarmType)
    .flatMap(({ inputs }) =>
      inputs['metricName'] === undefined
        ? z
            .array(query)
            .parse(inputs['metricQueries'])
            .flatMap((part) => part.metric ?? [])
        : [metric.parse(inputs)],
    )
    .filter(({ dimensions: of }) => of[dimension] === value)
    .map(({ metricName }) => metricName)
    .sort();
}

describe.each(everywhere)('%s', (name) => {
  test('every cluster and instance has its alarms', async () => {
    const graph = await graphOf(name);
    const names = new Set(all(graph, alarmType).map((alarm) => alarm.name));
    for (const cluster of all(graph, 'aws:rds/cluster:Cluster')) {
      const serverless = cluster.inputs['serverlessv2ScalingConfiguration'] !== undefined;
      const always = [
        'deadlocks',
        'commit-latency',
        'read-latency',
        'write-latency',
        'transaction-ids',
        'growth',
        'backup-storage',
        'network',
      ];
      for (const alarm of [...always, ...(serverless ? ['capacity'] : [])])
        expect(names).toContain(`${cluster.name}-${alarm}`);
      const instances = all(graph, 'aws:rds/clusterInstance:ClusterInstance').filter((instance) =>
        instance.name.startsWith(`${cluster.name}-`),
      );
      expect(names.has(`${cluster.name}-replica-lag`)).toBe(instances.length > 1);
      for (const { name: instance } of instances) {
        for (const alarm of ['cpu', 'load', 'local-storage', 'connections', serverless ? 'units' : 'memory']) {
          expect(names).toContain(`${instance}-${alarm}`);
        }
      }
    }
  });

  test('the alarms look at these metrics of each cluster and instance, and at no other', async () => {
    const graph = await graphOf(name);
    for (const cluster of all(graph, 'aws:rds/cluster:Cluster')) {
      const id = String(cluster.inputs['clusterIdentifier']);
      const serverless = cluster.inputs['serverlessv2ScalingConfiguration'] !== undefined;
      const instances = all(graph, 'aws:rds/clusterInstance:ClusterInstance').filter(
        ({ inputs }) => inputs['clusterIdentifier'] === id,
      );
      expect(metricsOf(graph, 'DBClusterIdentifier', id)).toEqual(
        [
          'BackupRetentionPeriodStorageUsed',
          'CommitLatency',
          'Deadlocks',
          'MaximumUsedTransactionIDs',
          'NetworkThroughput',
          'ReadLatency',
          'VolumeBytesUsed',
          'WriteLatency',
          ...(instances.length > 1 ? ['AuroraReplicaLagMaximum'] : []),
          ...(serverless ? ['ServerlessDatabaseCapacity'] : []),
        ].sort(),
      );
      for (const { name: instance } of instances) {
        expect(metricsOf(graph, 'DBInstanceIdentifier', `${instance}-0a1b2c3`)).toEqual(
          [
            'CPUUtilization',
            'DBLoadRelativeToNumVCPUs',
            'DatabaseConnections',
            'FreeLocalStorage',
            'IamDbAuthConnectionFailure',
            serverless ? 'ACUUtilization' : 'FreeableMemory',
          ].sort(),
        );
      }
    }
  });

  test('the dashboard is JSON, shows every cluster, and only graphs with metrics', async () => {
    const graph = await graphOf(name);
    const { inputs } = one(graph, 'aws:cloudwatch/dashboard:Dashboard', 'monitoring');
    const widget = z.object({
      properties: z.object({
        title: z.string(),
        region: z.literal('eu-west-1'),
        metrics: z
          .array(z.union([z.array(z.unknown()).min(3), z.tuple([z.object({ expression: z.string() })])]))
          .min(1),
      }),
    });
    const { widgets } = z.object({ widgets: z.array(widget) }).parse(JSON.parse(String(inputs['dashboardBody'])));
    const titles = widgets.map(({ properties }) => properties.title).join('\n');
    for (const cluster of all(graph, 'aws:rds/cluster:Cluster')) {
      for (const what of [
        'CPU in percent',
        'sessions',
        'free memory in bytes',
        'latency',
        'replica lag in ms',
        'bytes a second',
      ]) {
        expect(titles).toContain(`${cluster.name}: ${what}`);
      }
      expect(String(inputs['dashboardBody'])).toContain(String(cluster.inputs['clusterIdentifier']));
    }
    for (const what of ['hop: renewals', 'hop: age of the token', 'gateway: seconds to an answer', 'gateway: errors'])
      expect(titles.includes(what), what).toBe(name !== 'everythingOff');
  });

  test('RDS itself tells of failovers, failures, maintenance and full disks', async () => {
    const graph = await graphOf(name);
    const clusters = all(graph, 'aws:rds/cluster:Cluster').map(({ inputs }) => inputs['clusterIdentifier']);
    const subscription = one(graph, 'aws:rds/eventSubscription:EventSubscription', 'monitoring');
    expect(new Set(z.array(z.string()).parse(subscription.inputs['sourceIds']))).toEqual(new Set(clusters));
    expect(subscription.inputs).toMatchObject({
      sourceType: 'db-cluster',
      eventCategories: ['failover', 'failure', 'maintenance', 'notification'],
    });
    expect(
      one(graph, 'aws:rds/eventSubscription:EventSubscription', 'monitoring-instances').inputs['eventCategories'],
    ).toContain('low storage');
  });
});

test('thresholds follow what was configured', async () => {
  const on = await graphOf('everythingOn');
  const threshold = (graph: typeof on, name: string) => one(graph, alarmType, name).inputs['threshold'];
  expect(threshold(on, 'users-capacity')).toBe(0.95 * 32);
  expect(threshold(on, 'users-writer-connections')).toBe(0.8 * 2000);
  expect(threshold(on, 'orders-writer-connections')).toBe(Math.floor(0.8 * 16 * 94));
  expect(threshold(on, 'orders-writer-memory')).toBe(0.1 * 16 * 2 ** 30);
  expect(threshold(await graphOf('dev'), 'users-capacity')).toBe(0.95 * 2);
  expect(threshold(await graphOf('prod'), 'gateway-tasks')).toBe(2);
});

test('a renewal that stays away is an alarm, and so is every task that stopped', async () => {
  const graph = await graphOf('dev');
  expect(one(graph, alarmType, 'hop-renewal').inputs).toMatchObject({
    namespace: 'Causeway',
    metricName: 'dev-hop-renewals',
    statistic: 'Sum',
    comparisonOperator: 'LessThanThreshold',
    threshold: 1,
    period: 600,
    treatMissingData: 'breaching',
  });
  expect(one(graph, 'aws:cloudwatch/logMetricFilter:LogMetricFilter', 'hop-renewal').inputs).toMatchObject({
    pattern: '"hop-token-renewed"',
    metricTransformation: { namespace: 'Causeway', name: 'dev-hop-renewals', value: '1' },
  });
  expect(one(graph, alarmType, 'gateway-tasks').inputs['treatMissingData']).toBe('breaching');
});

test('the alarm on a renewal that stays away comes before the token of 15 minutes ends, however rare renewals are', () => {
  for (const minutes of [1, 5, 7, 10]) {
    expect(renewalAlarmSeconds(minutes)).toBeGreaterThan(60 * minutes);
    expect(renewalAlarmSeconds(minutes)).toBeLessThanOrEqual(15 * 60);
  }
});

test("the dashboard shows how old the hop's token is, out of the renewals alone, on a scale that its end stands on", async () => {
  const { inputs } = one(await graphOf('dev'), 'aws:cloudwatch/dashboard:Dashboard', 'monitoring');
  const { widgets } = JSON.parse(String(inputs['dashboardBody']));
  const age = z
    .array(z.object({ properties: z.looseObject({ title: z.string() }) }))
    .parse(widgets)
    .find(({ properties }) => properties.title === 'hop: age of the token in minutes');
  expect(age?.properties).toMatchObject({
    yAxis: { left: { min: 0, max: 30 } },
    metrics: [
      ['Causeway', 'dev-hop-renewals', { stat: 'Sum', id: 'm', visible: false }],
      [{ expression: '(EPOCH(m) - FILL(IF(m, EPOCH(m)), REPEAT)) / 60' }],
    ],
  });
});

test('a channel of Slack is told where one is configured, and nobody in it can do anything but look', async () => {
  const graph = await graphOf('everythingOn');
  const topic = one(graph, 'aws:sns/topic:Topic', 'monitoring').inputs;
  expect(topic['kmsMasterKeyId']).toContain(':key/');
  const type = 'aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration';
  expect(one(graph, type, 'monitoring-slack').inputs).toMatchObject({
    region: 'eu-west-1',
    slackTeamId: 'T07EA123LEP',
    slackChannelId: 'C07EZ1ABC23',
    snsTopicArns: [expect.stringContaining(':monitoring/')],
    // Without it AWS takes AdministratorAccess.
    guardrailPolicyArns: ['arn:aws:iam::aws:policy/CloudWatchReadOnlyAccess'],
  });
  for (const { Action } of rightsOf(graph, 'monitoring-slack'))
    for (const action of Action) expect(action).toMatch(/^cloudwatch:(Get|List|Describe)/);
  expect(has(await graphOf('prod'), type)).toBe(false);
});

test('the slowest hundredth is watched as such', async () => {
  const { inputs } = one(await graphOf('dev'), alarmType, 'gateway-slow');
  expect(inputs).toMatchObject({ extendedStatistic: 'p99', metricName: 'TargetResponseTime', threshold: 2 });
  expect(inputs['statistic']).toBeUndefined();
});

test('growth and unusual traffic are measured by expressions over one metric each', async () => {
  const graph = await graphOf('dev');
  expect(one(graph, alarmType, 'users-growth').inputs).toMatchObject({
    threshold: 20 * 2 ** 30,
    metricQueries: [{ id: 'm' }, { id: 'result', expression: 'DIFF(m)', returnData: true }],
  });
  const { inputs } = one(graph, alarmType, 'users-network');
  expect(inputs).toMatchObject({ thresholdMetricId: 'band', comparisonOperator: 'GreaterThanUpperThreshold' });
  expect(inputs['threshold']).toBeUndefined();
});

test('production mails its alarms and warns of its costs before the month ends', async () => {
  const graph = await graphOf('prod');
  expect(all(graph, 'aws:sns/topicSubscription:TopicSubscription').map(({ inputs }) => inputs['endpoint'])).toEqual([
    'oncall@example.com',
  ]);
  expect(one(graph, 'aws:budgets/budget:Budget', 'monitoring').inputs).toMatchObject({
    limitAmount: '1500',
    filterExpression: {
      ands: [{ tags: { key: 'Project', values: ['causeway'] } }, { tags: { key: 'Stack', values: ['prod'] } }],
    },
    notifications: [
      { notificationType: 'FORECASTED', threshold: 100, subscriberEmailAddresses: ['oncall@example.com'] },
      { notificationType: 'ACTUAL', threshold: 100 },
    ],
  });
  expect(has(await graphOf('dev'), 'aws:budgets/budget:Budget')).toBe(false);
});
