import type * as pulumi from '@pulumi/pulumi';
import type { GatewayService } from '../compute/gateway-service.ts';
import { type HopRenewal, metricNamespace } from '../compute/hop-renewal.ts';
import type { Config } from '../config/config.ts';
import type { Edge } from '../edge/edge.ts';
import { type Alarm, atOnce, type Metric, threeOfFive } from './alarm.ts';

/** What runs the image, once there is one. */
export type RunningGateway = {
  readonly clusterName: pulumi.Input<string>;
  readonly service: GatewayService;
  readonly edge: Edge;
  readonly renewal: HopRenewal;
};

/** The metrics of the gateway that alarms and dashboard share. */
export function gatewayMetrics({ clusterName, service, edge, renewal }: RunningGateway) {
  const balancer = { LoadBalancer: edge.balancer.arnSuffix };
  const target = { ...balancer, TargetGroup: edge.targetGroup.arnSuffix };
  const tasks = { ClusterName: clusterName, ServiceName: service.serviceName };
  const of = (namespace: string, dimensions: Metric['dimensions']) => (name: string, stat: string) => ({
    namespace,
    name,
    dimensions,
    stat,
  });
  return {
    balancer: of('AWS/ApplicationELB', balancer),
    target: of('AWS/ApplicationELB', target),
    service: of('AWS/ECS', tasks),
    insights: of('ECS/ContainerInsights', tasks),
    renewals: of(metricNamespace, {})(renewal.metricName, 'Sum'),
    failures: of('AWS/SQS', { QueueName: renewal.failures.name })('ApproximateNumberOfMessagesVisible', 'Maximum'),
  };
}

/** How long no renewal may have ended well before somebody is told: while the old token still lives, which does so for 15 minutes. */
export const renewalAlarmSeconds = (refreshMinutes: number) => 60 * Math.max(10, refreshMinutes + 5);

/** What somebody is told about the gateway, its load balancer and the hop's token. */
export function gatewayAlarms({ gateway, fdwRefreshMinutes }: Config, running: RunningGateway): readonly Alarm[] {
  const metrics = gatewayMetrics(running);
  return [
    {
      name: 'gateway-unavailable',
      description: 'The load balancer itself answered with 5xx: no task took the request in time.',
      metric: metrics.balancer('HTTPCode_ELB_5XX_Count', 'Sum'),
      comparison: 'above',
      threshold: 5,
      ...threeOfFive,
    },
    {
      name: 'gateway-errors',
      description: 'The gateway answered with 5xx: its log has the request ids and causes.',
      metric: metrics.target('HTTPCode_Target_5XX_Count', 'Sum'),
      comparison: 'above',
      threshold: 5,
      ...threeOfFive,
    },
    {
      name: 'gateway-slow',
      description: 'One request in a hundred takes more than 2 s: see slow statements in Database Insights.',
      metric: metrics.target('TargetResponseTime', 'p99'),
      comparison: 'above',
      threshold: 2,
      ...threeOfFive,
    },
    {
      name: 'gateway-unhealthy',
      description: 'A task does not answer /health: see why it stopped in ECS, and its log.',
      metric: metrics.target('UnHealthyHostCount', 'Maximum'),
      comparison: 'above',
      threshold: 0,
      ...threeOfFive,
    },
    ...(['CPUUtilization', 'MemoryUtilization'] as const).map(
      (name): Alarm => ({
        name: name === 'CPUUtilization' ? 'gateway-cpu' : 'gateway-memory',
        description: 'The tasks work at more than 85 %: raise gateway.max, or choose larger tasks.',
        metric: metrics.service(name, 'Average'),
        comparison: 'above',
        threshold: 85,
        ...threeOfFive,
      }),
    ),
    {
      name: 'gateway-tasks',
      description: `Fewer than ${gateway.min} tasks run: see the events of the service in ECS.`,
      metric: metrics.insights('RunningTaskCount', 'Minimum'),
      comparison: 'below',
      threshold: gateway.min,
      ...threeOfFive,
      missing: 'breaching',
    },
    {
      name: 'hop-renewal',
      description:
        'The hop has had no new token for 10 minutes or more, and the old one ends after 15: new sessions will fail on other clusters. See the log of the renewal.',
      metric: metrics.renewals,
      comparison: 'below',
      threshold: 1,
      period: renewalAlarmSeconds(fdwRefreshMinutes),
      periods: 1,
      badPeriods: 1,
      missing: 'breaching',
    },
    {
      name: 'hop-renewal-start',
      description: 'The scheduler could not start a renewal: the queue holds its message.',
      metric: metrics.failures,
      comparison: 'above',
      threshold: 0,
      ...atOnce,
    },
  ];
}
