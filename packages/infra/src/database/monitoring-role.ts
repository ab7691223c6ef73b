import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { Account } from '../operations/account.ts';
import { trustPolicy } from '../operations/policy.ts';

/** What the role depends on. */
export type MonitoringRoleArgs = { readonly account: Account };

/** Lets RDS write the figures of the instances' operating systems to CloudWatch. One for all clusters. */
export class MonitoringRole extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;

  constructor(name: string, { account }: MonitoringRoleArgs, options: pulumi.ComponentResourceOptions) {
    super('causeway:infra:MonitoringRole', name, {}, options);
    const role = new aws.iam.Role(
      name,
      {
        assumeRolePolicy: trustPolicy('monitoring.rds.amazonaws.com', {
          StringEquals: { 'aws:SourceAccount': account.id },
        }),
      },
      { parent: this },
    );
    new aws.iam.RolePolicyAttachment(
      name,
      {
        role: role.name,
        policyArn: `arn:${account.partition}:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole`,
      },
      { parent: this },
    );
    this.arn = role.arn;
    this.registerOutputs({ arn: this.arn });
  }
}
