import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { Account } from './account.ts';
import { policyDocument, trustPolicy } from './policy.ts';

/** What the stop depends on. */
export type NightlyStopArgs = {
  readonly account: Account;
  readonly host: aws.ec2.Instance;
  /** `HH:MM` in UTC. */
  readonly at: string;
};

/** Stops a host every day at one time. Whoever needs it starts it again; its disk, and so its packages, stay. */
export class NightlyStop extends pulumi.ComponentResource {
  constructor(name: string, { account, host, at }: NightlyStopArgs, options: pulumi.ComponentResourceOptions) {
    super('causeway:infra:NightlyStop', name, {}, options);
    const own = { parent: this };
    const ofAccount = { StringEquals: { 'aws:SourceAccount': account.id } };
    const role = new aws.iam.Role(name, { assumeRolePolicy: trustPolicy('scheduler.amazonaws.com', ofAccount) }, own);
    const rights = policyDocument([{ Effect: 'Allow', Action: ['ec2:StopInstances'], Resource: host.arn }]);
    const policy = new aws.iam.RolePolicy(name, { role: role.id, policy: rights }, own);
    const [hour, minute] = at.split(':').map(Number);
    new aws.scheduler.Schedule(
      name,
      {
        scheduleExpression: `cron(${minute} ${hour} * * ? *)`,
        flexibleTimeWindow: { mode: 'OFF' },
        target: {
          // The scheduler calls EC2 itself.
          arn: `arn:${account.partition}:scheduler:::aws-sdk:ec2:stopInstances`,
          roleArn: role.arn,
          input: pulumi.jsonStringify({ InstanceIds: [host.id] }),
          retryPolicy: { maximumRetryAttempts: 2, maximumEventAgeInSeconds: 3600 },
        },
      },
      { parent: this, dependsOn: [policy] },
    );
    this.registerOutputs({});
  }
}
