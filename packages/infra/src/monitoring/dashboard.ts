import * as pulumi from '@pulumi/pulumi';
import type { AuroraCluster } from '../database/aurora-cluster.ts';
import type { Metric } from './alarm.ts';
import { gatewayMetrics, type RunningGateway } from './gateway-alarms.ts';

/** What the dashboard shows. */
export type DashboardArgs = {
  readonly region: string;
  readonly clusters: readonly {
    readonly name: string;
    readonly serverless: boolean;
    readonly cluster: AuroraCluster;
  }[];
  readonly gateway: RunningGateway | undefined;
};

type Line = Metric & { readonly label: string };

type Graph = {
  readonly title: string;
  readonly metrics: readonly Line[];
  /** A line that is worked out of the first metric, which is `m` there and is not shown itself. */
  readonly computed?: { readonly expression: string; readonly label: string; readonly most: number };
};

/** A dashboard's body: what callers see first, then the hop, then a row for each cluster. */
export function dashboardBody({ region, clusters, gateway }: DashboardArgs): pulumi.Output<string> {
  const rows = [
    ...(gateway === undefined ? [] : gatewayRows(gateway)),
    ...clusters.flatMap(({ name, serverless, cluster }) => clusterRows(name, serverless, cluster)),
  ];
  const widgets = rows.flatMap((graphs, row) =>
    graphs.map(({ title, metrics, computed }, column) => ({
      type: 'metric',
      ...{ x: column * 6, y: row * 6, width: 6, height: 6 },
      properties: {
        title,
        region,
        view: 'timeSeries',
        period: 60,
        ...(computed === undefined ? {} : { yAxis: { left: { min: 0, max: computed.most } } }),
        metrics: [
          ...metrics.map(({ namespace, name, dimensions, stat, label }, index) => [
            namespace,
            name,
            ...Object.entries(dimensions).flat(),
            computed === undefined || index > 0 ? { stat, label } : { stat, label, id: 'm', visible: false },
          ]),
          ...(computed === undefined
            ? []
            : [[{ expression: computed.expression, label: computed.label, id: 'computed' }]]),
        ],
      },
    })),
  );
  return pulumi.jsonStringify({ widgets });
}

/** The minutes that have passed at each moment since `m` had its last point. */
const minutesSince = '(EPOCH(m) - FILL(IF(m, EPOCH(m)), REPEAT)) / 60';

const labelled = (metric: Metric, label: string) => ({ ...metric, label });

function gatewayRows(gateway: RunningGateway): readonly (readonly Graph[])[] {
  const { balancer, target, service, insights, renewals, failures } = gatewayMetrics(gateway);
  return [
    [
      { title: 'gateway: requests a minute', metrics: [labelled(balancer('RequestCount', 'Sum'), 'requests')] },
      {
        title: 'gateway: seconds to an answer',
        metrics: ['p50', 'p90', 'p99'].map((stat) => labelled(target('TargetResponseTime', stat), stat)),
      },
      {
        title: 'gateway: errors',
        metrics: [
          labelled(balancer('HTTPCode_ELB_5XX_Count', 'Sum'), 'by the load balancer'),
          labelled(target('HTTPCode_Target_5XX_Count', 'Sum'), 'by the gateway'),
          labelled(target('HTTPCode_Target_4XX_Count', 'Sum'), '4xx'),
        ],
      },
      {
        title: 'hop: renewals of the token',
        metrics: [labelled(renewals, 'renewals'), labelled(failures, 'not started')],
      },
    ],
    [
      {
        title: 'gateway: use in percent',
        metrics: [
          labelled(service('CPUUtilization', 'Average'), 'CPU'),
          labelled(service('MemoryUtilization', 'Average'), 'memory'),
        ],
      },
      {
        title: 'gateway: tasks',
        metrics: [
          labelled(insights('RunningTaskCount', 'Average'), 'running'),
          labelled(target('UnHealthyHostCount', 'Maximum'), 'unhealthy'),
        ],
      },
      {
        title: 'hop: age of the token in minutes',
        metrics: [labelled(renewals, 'renewals')],
        computed: { expression: minutesSince, label: 'since the last renewal; it ends at 15', most: 30 },
      },
    ],
  ];
}

function clusterRows(name: string, serverless: boolean, cluster: AuroraCluster): readonly (readonly Graph[])[] {
  const whole = (metric: string, stat: string, label: string) =>
    labelled(
      { namespace: 'AWS/RDS', name: metric, dimensions: { DBClusterIdentifier: cluster.identifier }, stat },
      label,
    );
  const each = (metric: string, stat: string) =>
    cluster.instances.map(({ plan, instance }) =>
      labelled(
        { namespace: 'AWS/RDS', name: metric, dimensions: { DBInstanceIdentifier: instance.id }, stat },
        plan.name,
      ),
    );
  return [
    [
      { title: `${name}: CPU in percent`, metrics: each('CPUUtilization', 'Average') },
      { title: `${name}: sessions`, metrics: each('DatabaseConnections', 'Maximum') },
      { title: `${name}: free memory in bytes`, metrics: each('FreeableMemory', 'Minimum') },
      { title: `${name}: load by processors`, metrics: each('DBLoadRelativeToNumVCPUs', 'Average') },
    ],
    [
      {
        title: `${name}: latency`,
        metrics: [
          whole('CommitLatency', 'Average', 'commit, ms'),
          whole('ReadLatency', 'Average', 'read, s'),
          whole('WriteLatency', 'Average', 'write, s'),
        ],
      },
      { title: `${name}: replica lag in ms`, metrics: [whole('AuroraReplicaLagMaximum', 'Maximum', 'slowest reader')] },
      {
        title: `${name}: bytes a second`,
        metrics: [
          whole('NetworkReceiveThroughput', 'Average', 'in'),
          whole('NetworkTransmitThroughput', 'Average', 'out'),
        ],
      },
      serverless
        ? { title: `${name}: capacity units`, metrics: [whole('ServerlessDatabaseCapacity', 'Maximum', 'units')] }
        : { title: `${name}: volume in bytes`, metrics: [whole('VolumeBytesUsed', 'Maximum', 'volume')] },
    ],
  ];
}
