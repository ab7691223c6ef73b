import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { Account } from '../operations/account.ts';
import { policyDocument, trustPolicy } from '../operations/policy.ts';
import type { AuroraCluster } from './aurora-cluster.ts';
import { mayConnect } from './database-login.ts';
import { databaseUsers } from './database-users.ts';

/** What a proxy depends on. */
export type ClusterProxyArgs = {
  readonly account: Account;
  readonly cluster: AuroraCluster;
  readonly subnetIds: readonly pulumi.Input<string>[];
  readonly securityGroupId: pulumi.Input<string>;
};

/**
 * RDS Proxy before one cluster, for the gateway's sessions alone: the hop goes from cluster to cluster. IAM on both sides, so
 * it holds no secret.
 */
export class ClusterProxy extends pulumi.ComponentResource {
  readonly endpoint: pulumi.Output<string>;
  readonly readerEndpoint: pulumi.Output<string>;
  /** What IAM calls it: `prx-…`. */
  readonly resourceId: pulumi.Output<string>;

  constructor(name: string, args: ClusterProxyArgs, options: pulumi.ComponentResourceOptions) {
    super('causeway:infra:Proxy', name, {}, options);
    const own = { parent: this };
    const { cluster, account } = args;
    const network = { vpcSubnetIds: [...args.subnetIds], vpcSecurityGroupIds: [args.securityGroupId] };
    const role = new aws.iam.Role(
      name,
      {
        assumeRolePolicy: trustPolicy('rds.amazonaws.com', { StringEquals: { 'aws:SourceAccount': account.id } }),
      },
      own,
    );
    const rights = [mayConnect(account, [{ resourceId: cluster.resourceId, user: databaseUsers.gateway }])];
    const policy = new aws.iam.RolePolicy(name, { role: role.id, policy: policyDocument(rights) }, own);
    const proxy = new aws.rds.Proxy(
      name,
      {
        ...network,
        engineFamily: 'POSTGRESQL',
        requireTls: true,
        defaultAuthScheme: 'IAM_AUTH',
        roleArn: role.arn,
        idleClientTimeout: 1800,
      },
      { parent: this, dependsOn: [policy] },
    );
    const group = new aws.rds.ProxyDefaultTargetGroup(
      name,
      { dbProxyName: proxy.name, connectionPoolConfig: { maxConnectionsPercent: 80, connectionBorrowTimeout: 5 } },
      own,
    );
    const target = { dbProxyName: proxy.name, targetGroupName: group.name, dbClusterIdentifier: cluster.identifier };
    const instances = cluster.instances.map(({ instance }) => instance);
    new aws.rds.ProxyTarget(name, target, { parent: this, dependsOn: instances });
    const readers = cluster.instances.filter(({ plan }) => plan.role !== 'writer');
    const reader =
      readers.length === 0
        ? undefined
        : new aws.rds.ProxyEndpoint(
            `${name}-reader`,
            {
              ...network,
              dbProxyName: proxy.name,
              dbProxyEndpointName: `${cluster.identifier}-ro`,
              targetRole: 'READ_ONLY',
            },
            own,
          );
    this.endpoint = proxy.endpoint;
    // A read-only endpoint without readers refuses every session.
    this.readerEndpoint = reader?.endpoint ?? proxy.endpoint;
    this.resourceId = proxy.arn.apply((arn) => arn.slice(arn.lastIndexOf(':') + 1));
    this.registerOutputs({ endpoint: this.endpoint });
  }
}
