import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { Place } from '../network/place.ts';
import { policyDocument, trustPolicy } from '../operations/policy.ts';
import { runTaskRights } from './run-task-rights.ts';
import { renewedLine } from './scripts.ts';
import { Task, type TaskArgs } from './task.ts';

/** What the renewal depends on. */
export type HopRenewalArgs = {
  readonly task: Omit<TaskArgs, 'cpu' | 'memory'>;
  readonly cluster: aws.ecs.Cluster;
  readonly place: Place;
  readonly securityGroupId: pulumi.Input<string>;
  /** The bootstrap: it makes what is renewed. */
  readonly after: readonly pulumi.Resource[];
};

/** The namespace of the metrics that this program makes itself. */
export const metricNamespace = 'Causeway';

/** Writes a fresh token into the hub's user mappings every few minutes, as a database user that may do nothing else. */
export class HopRenewal extends pulumi.ComponentResource {
  readonly task: Task;
  /** One point for each renewal that ended well. */
  readonly metricName: string;
  /** Holds what the scheduler could not start. */
  readonly failures: aws.sqs.Queue;

  constructor(name: string, args: HopRenewalArgs, options: pulumi.ComponentResourceOptions) {
    super('causeway:infra:HopRenewal', name, {}, options);
    const own = { parent: this };
    const { config, account } = args.task;
    this.task = new Task('renewal', { ...args.task, cpu: 256, memory: 512 }, own);
    this.metricName = `${config.stack}-hop-renewals`;
    new aws.cloudwatch.LogMetricFilter(
      name,
      {
        logGroupName: this.task.logGroup.name,
        pattern: `"${renewedLine}"`,
        metricTransformation: { namespace: metricNamespace, name: this.metricName, value: '1', unit: 'Count' },
      },
      own,
    );
    this.failures = new aws.sqs.Queue(
      `${name}-failures`,
      { sqsManagedSseEnabled: true, messageRetentionSeconds: 1_209_600 },
      own,
    );
    const role = new aws.iam.Role(
      name,
      {
        assumeRolePolicy: trustPolicy('scheduler.amazonaws.com', { StringEquals: { 'aws:SourceAccount': account.id } }),
      },
      own,
    );
    const rights = policyDocument([
      ...runTaskRights(this.task, args),
      { Effect: 'Allow', Action: ['sqs:SendMessage'], Resource: this.failures.arn },
    ]);
    const policy = new aws.iam.RolePolicy(name, { role: role.id, policy: rights }, own);
    new aws.scheduler.Schedule(
      name,
      {
        scheduleExpression: `rate(${config.fdwRefreshMinutes} ${config.fdwRefreshMinutes === 1 ? 'minute' : 'minutes'})`,
        flexibleTimeWindow: { mode: 'OFF' },
        target: {
          arn: args.cluster.arn,
          roleArn: role.arn,
          // The next renewal comes soon: a late one is of no use.
          retryPolicy: { maximumRetryAttempts: 2, maximumEventAgeInSeconds: 120 },
          deadLetterConfig: { arn: this.failures.arn },
          ecsParameters: {
            taskDefinitionArn: this.task.definitionArn,
            launchType: 'FARGATE',
            taskCount: 1,
            propagateTags: 'TASK_DEFINITION',
            networkConfiguration: {
              subnets: [...args.place.privateSubnetIds],
              securityGroups: [args.securityGroupId],
              assignPublicIp: false,
            },
          },
        },
      },
      { parent: this, dependsOn: [...args.after, policy, ...this.task.ready] },
    );
    this.registerOutputs({});
  }
}
