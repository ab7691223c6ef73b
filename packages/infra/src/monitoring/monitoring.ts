import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { ClusterConfig, Config } from '../config/config.ts';
import type { AuroraCluster } from '../database/aurora-cluster.ts';
import type { Account } from '../operations/account.ts';
import { policyDocument } from '../operations/policy.ts';
import type { Alarm } from './alarm.ts';
import { dashboardBody } from './dashboard.ts';
import { databaseAlarms } from './database-alarms.ts';
import { gatewayAlarms, type RunningGateway } from './gateway-alarms.ts';
import { SlackChannel } from './slack-channel.ts';

/** What monitoring depends on. */
export type MonitoringArgs = {
  readonly config: Config;
  readonly account: Account;
  readonly keyArn: pulumi.Input<string>;
  readonly clusters: readonly { readonly config: ClusterConfig; readonly cluster: AuroraCluster }[];
  readonly gateway: RunningGateway | undefined;
};

/** Who is told when something breaks, what they look at, and what the month costs. */
export class Monitoring extends pulumi.ComponentResource {
  readonly topicArn: pulumi.Output<string>;
  readonly dashboardName: pulumi.Output<string>;

  constructor(name: string, args: MonitoringArgs, options: pulumi.ComponentResourceOptions) {
    super('causeway:infra:Monitoring', name, {}, options);
    const own = { parent: this };
    const { config, account, clusters, gateway } = args;
    const topic = new aws.sns.Topic(name, { kmsMasterKeyId: args.keyArn }, own);
    this.topicArn = topic.arn;
    new aws.sns.TopicPolicy(name, { arn: topic.arn, policy: publishers(topic, account) }, own);
    for (const endpoint of config.alarmEmails) {
      new aws.sns.TopicSubscription(`${name}-${endpoint}`, { topic: topic.arn, protocol: 'email', endpoint }, own);
    }
    if (config.alarmSlack !== undefined) {
      const configurationName = `${config.project}-${config.stack}`;
      const channel = { account, configurationName, ...config.alarmSlack, topicArn: topic.arn };
      new SlackChannel(`${name}-slack`, channel, own);
    }
    const alarms = [
      ...clusters.flatMap(({ config: clusterConfig, cluster }) => databaseAlarms(clusterConfig, cluster)),
      ...(gateway === undefined ? [] : gatewayAlarms(config, gateway)),
    ];
    const told = [topic.arn, ...config.alarmTopics];
    for (const alarm of alarms) this.watch(alarm, `${config.project}-${config.stack}`, told);
    new aws.rds.EventSubscription(
      name,
      {
        snsTopic: topic.arn,
        sourceType: 'db-cluster',
        sourceIds: clusters.map(({ cluster }) => cluster.identifier),
        eventCategories: ['failover', 'failure', 'maintenance', 'notification'],
      },
      { parent: this, dependsOn: clusters.map(({ cluster }) => cluster) },
    );
    new aws.rds.EventSubscription(
      `${name}-instances`,
      {
        snsTopic: topic.arn,
        sourceType: 'db-instance',
        sourceIds: clusters.flatMap(({ cluster }) => cluster.instances.map(({ instance }) => instance.id)),
        eventCategories: ['availability', 'failure', 'low storage', 'recovery'],
      },
      own,
    );
    this.watchCosts(name, config);
    const dashboard = new aws.cloudwatch.Dashboard(
      name,
      {
        dashboardName: `${config.project}-${config.stack}`,
        dashboardBody: dashboardBody({
          region: config.region,
          gateway,
          clusters: clusters.map(({ config: { name: cluster, capacity }, cluster: made }) => ({
            name: cluster,
            serverless: capacity.kind === 'serverless',
            cluster: made,
          })),
        }),
      },
      own,
    );
    this.dashboardName = dashboard.dashboardName;
    this.registerOutputs({ topicArn: this.topicArn });
  }

  private watch(alarm: Alarm, prefix: string, told: pulumi.Input<string>[]): void {
    new aws.cloudwatch.MetricAlarm(
      alarm.name,
      {
        name: `${prefix}-${alarm.name}`,
        alarmDescription: alarm.description,
        ...measured(alarm),
        evaluationPeriods: alarm.periods,
        datapointsToAlarm: alarm.badPeriods,
        treatMissingData: alarm.missing,
        alarmActions: told,
        okActions: told,
      },
      { parent: this },
    );
  }

  private watchCosts(name: string, { project, stack, monthlyBudgetUsd, alarmEmails }: Config): void {
    if (monthlyBudgetUsd === undefined) return;
    const tell = (notificationType: string, threshold: number) => ({
      comparisonOperator: 'GREATER_THAN',
      notificationType,
      threshold,
      thresholdType: 'PERCENTAGE',
      ...(alarmEmails.length === 0
        ? { subscriberSnsTopicArns: [this.topicArn] }
        : { subscriberEmailAddresses: [...alarmEmails] }),
    });
    new aws.budgets.Budget(
      name,
      {
        budgetType: 'COST',
        limitAmount: String(monthlyBudgetUsd),
        limitUnit: 'USD',
        timeUnit: 'MONTHLY',
        metrics: 'UnblendedCost',
        // Both tags: by `costFilters` one of them would be enough.
        filterExpression: {
          ands: [{ tags: { key: 'Project', values: [project] } }, { tags: { key: 'Stack', values: [stack] } }],
        },
        notifications: [tell('FORECASTED', 100), tell('ACTUAL', 100)],
      },
      { parent: this },
    );
  }
}

const operators = {
  above: 'GreaterThanThreshold',
  atLeast: 'GreaterThanOrEqualToThreshold',
  below: 'LessThanThreshold',
  outsideBand: 'GreaterThanUpperThreshold',
} as const;

/** The metric of an alarm: by itself, within an expression, or against the band that CloudWatch learns. */
function measured({ metric, expression, comparison, threshold, period }: Alarm) {
  const comparisonOperator = operators[comparison];
  const { namespace, name: metricName, dimensions, stat } = metric;
  const query = { id: 'm', metric: { namespace, metricName, dimensions, stat, period } };
  if (comparison === 'outsideBand') {
    const band = { id: 'band', expression: `ANOMALY_DETECTION_BAND(m, ${threshold})`, returnData: true };
    return { comparisonOperator, thresholdMetricId: band.id, metricQueries: [{ ...query, returnData: true }, band] };
  }
  if (expression !== undefined) {
    const result = { id: 'result', expression, returnData: true };
    return { comparisonOperator, threshold, metricQueries: [query, result] };
  }
  const statistic = stat.startsWith('p') ? { extendedStatistic: stat } : { statistic: stat };
  return { comparisonOperator, threshold, namespace, metricName, dimensions, period, ...statistic };
}

function publishers(topic: aws.sns.Topic, { id }: Account): pulumi.Output<string> {
  return policyDocument(
    ['cloudwatch.amazonaws.com', 'events.rds.amazonaws.com', 'budgets.amazonaws.com'].map((service) => ({
      Effect: 'Allow',
      Principal: { Service: service },
      Action: ['sns:Publish'],
      Resource: topic.arn,
      Condition: { StringEquals: { 'aws:SourceAccount': id } },
    })),
  );
}
