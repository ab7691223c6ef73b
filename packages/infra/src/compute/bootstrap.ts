import { fileURLToPath } from 'node:url';
import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { RunTaskEvent } from '../lambda/run-task.js';
import type { Place } from '../network/place.ts';
import { policyDocument, type Statement, trustPolicy } from '../operations/policy.ts';
import { runTaskRights } from './run-task-rights.ts';
import { Task, type TaskArgs } from './task.ts';

/** What the bootstrap depends on. */
export type BootstrapArgs = {
  readonly task: Omit<TaskArgs, 'cpu' | 'memory'>;
  readonly cluster: aws.ecs.Cluster;
  readonly place: Place;
  readonly securityGroupId: pulumi.Input<string>;
  /** Writers, rules and endpoints: what must stand before the task can do anything. */
  readonly after: readonly pulumi.Resource[];
};

/** The function's source; its AWS client is part of Lambda's runtime. */
const runnerFile = fileURLToPath(new URL('../lambda/run-task.js', import.meta.url));

/** The longest that a Lambda function may wait, in seconds. */
const waitSeconds = 900;

/**
 * Runs migrations and `fdw apply` once for each image, with the masters' logins, and waits for their end: whatever depends on
 * this starts on clusters that are ready.
 */
export class Bootstrap extends pulumi.ComponentResource {
  readonly task: Task;
  /** Done once the task has ended well. */
  readonly done: pulumi.Resource;

  constructor(name: string, args: BootstrapArgs, options: pulumi.ComponentResourceOptions) {
    super('causeway:infra:Bootstrap', name, {}, options);
    const own = { parent: this };
    this.task = new Task('migrate', { ...args.task, cpu: 256, memory: 512 }, own);
    const { config, keyArn } = args.task;
    const prod = config.environment === 'prod';
    const logs = new aws.cloudwatch.LogGroup(
      name,
      { retentionInDays: config.logRetentionDays, kmsKeyId: keyArn },
      { parent: this, protect: prod, retainOnDelete: prod },
    );
    const role = new aws.iam.Role(name, { assumeRolePolicy: trustPolicy('lambda.amazonaws.com') }, own);
    const rights = policyDocument(runningRights(this.task, args, logs));
    const policy = new aws.iam.RolePolicy(name, { role: role.id, policy: rights }, own);
    const runner = new aws.lambda.Function(
      name,
      {
        role: role.arn,
        runtime: 'nodejs24.x',
        architectures: ['arm64'],
        handler: 'index.handler',
        code: new pulumi.asset.AssetArchive({ 'index.mjs': new pulumi.asset.FileAsset(runnerFile) }),
        timeout: waitSeconds,
        memorySize: 256,
        kmsKeyArn: keyArn,
        loggingConfig: { logFormat: 'JSON', logGroup: logs.name },
      },
      { parent: this, dependsOn: [policy] },
    );
    const event = {
      cluster: args.cluster.arn,
      taskDefinition: this.task.definitionArn,
      container: this.task.container,
      subnets: [...args.place.privateSubnetIds],
      securityGroups: [args.securityGroupId],
    } satisfies Record<keyof RunTaskEvent, unknown>;
    this.done = new aws.lambda.Invocation(
      name,
      {
        functionName: runner.name,
        input: pulumi.jsonStringify(event),
        // A new definition is a new image, topology or script: each is run once.
        triggers: { definition: this.task.definitionArn },
      },
      { parent: this, dependsOn: [...args.after, ...this.task.ready] },
    );
    this.registerOutputs({});
  }
}

function runningRights(task: Task, args: BootstrapArgs, logs: aws.cloudwatch.LogGroup): readonly Statement[] {
  return [
    ...runTaskRights(task, args),
    {
      Effect: 'Allow',
      Action: ['ecs:DescribeTasks'],
      // Tasks are named when they start; the condition keeps to this cluster.
      Resource: '*',
      Condition: { ArnEquals: { 'ecs:cluster': args.cluster.arn } },
    },
    {
      Effect: 'Allow',
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: pulumi.interpolate`${logs.arn}:*`,
    },
  ];
}
