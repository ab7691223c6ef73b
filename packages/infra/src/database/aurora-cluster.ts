import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { ClusterConfig, Config } from '../config/config.ts';
import { postgresPort } from '../network/security-rules.ts';
import { masterUser } from './database-users.ts';
import { parameterFamily } from './engine-versions.ts';
import { type InstancePlan, planInstances } from './instances.ts';
import { clusterParameters } from './parameters.ts';
import { ReaderScaling } from './reader-scaling.ts';

/** What a cluster depends on. */
export type AuroraClusterArgs = {
  readonly config: Config;
  readonly cluster: ClusterConfig;
  readonly subnetIds: readonly pulumi.Input<string>[];
  readonly securityGroupId: pulumi.Input<string>;
  readonly keyArn: pulumi.Input<string>;
  /** Lets RDS write the operating system's figures; absent where no cluster has them written. */
  readonly monitoringRoleArn: pulumi.Input<string> | undefined;
};

/** Advanced Database Insights wants 15 months of Performance Insights, standard gives 7 days for nothing. */
const insightsDays = { advanced: 465, standard: 7 };

/** One Aurora PostgreSQL cluster: its parameters, logs, writer, readers, and what scales them. As many as wanted. */
export class AuroraCluster extends pulumi.ComponentResource {
  readonly identifier: string;
  readonly arn: pulumi.Output<string>;
  /** What IAM calls the cluster: `cluster-ABC…`, not its name. */
  readonly resourceId: pulumi.Output<string>;
  readonly endpoint: pulumi.Output<string>;
  readonly readerEndpoint: pulumi.Output<string>;
  readonly analyticsEndpoint: pulumi.Output<string> | undefined;
  /** Where RDS keeps the master's password; the secret itself is never read here. */
  readonly masterSecretArn: pulumi.Output<string>;
  readonly instances: readonly { readonly plan: InstancePlan; readonly instance: aws.rds.ClusterInstance }[];

  constructor(name: string, args: AuroraClusterArgs, options: pulumi.ComponentResourceOptions) {
    super('causeway:infra:AuroraCluster', name, {}, options);
    const { config, cluster } = args;
    const own = { parent: this };
    const guarded = { parent: this, protect: cluster.deletionProtection };
    const prod = config.environment === 'prod';
    this.identifier = `${config.project}-${config.stack}-${name}`;

    const subnets = new aws.rds.SubnetGroup(name, { subnetIds: [...args.subnetIds] }, own);
    const parameters = new aws.rds.ClusterParameterGroup(
      name,
      { family: parameterFamily(cluster.engineVersion), parameters: [...clusterParameters(cluster)] },
      own,
    );
    // RDS would make them itself, without encryption and end.
    const logs = exportedLogs.map(
      (log) =>
        new aws.cloudwatch.LogGroup(
          `${name}-${log}`,
          {
            name: `/aws/rds/cluster/${this.identifier}/${log}`,
            retentionInDays: config.logRetentionDays,
            kmsKeyId: args.keyArn,
          },
          { parent: this, protect: prod, retainOnDelete: prod },
        ),
    );
    const made = new aws.rds.Cluster(
      name,
      {
        ...clusterArgs(this.identifier, args),
        dbSubnetGroupName: subnets.name,
        dbClusterParameterGroupName: parameters.name,
      },
      // Its name is fixed, for its log's name is: two cannot stand at once.
      { ...guarded, dependsOn: logs, deleteBeforeReplace: true },
    );
    this.instances = planInstances(cluster).map((plan) => {
      const instanceArgs = { ...instanceSettings(args), clusterIdentifier: made.id, promotionTier: plan.promotionTier };
      return { plan, instance: new aws.rds.ClusterInstance(plan.name, instanceArgs, guarded) };
    });
    this.analyticsEndpoint = this.reachAnalytics(name, made);
    if (cluster.readerAutoscaling !== undefined) {
      const readers = this.instances.filter(({ plan }) => plan.role === 'reader').map(({ instance }) => instance);
      const scaling = { ...cluster.readerAutoscaling, min: cluster.readers, clusterId: this.identifier, readers };
      new ReaderScaling(name, scaling, own);
    }
    this.arn = made.arn;
    this.resourceId = made.clusterResourceId;
    this.endpoint = made.endpoint;
    this.readerEndpoint = made.readerEndpoint;
    // Empty in a preview, where the secret does not exist yet.
    this.masterSecretArn = pulumi.secret(made.masterUserSecrets.apply((secrets) => secrets?.[0]?.secretArn ?? ''));
    this.registerOutputs({ endpoint: this.endpoint, readerEndpoint: this.readerEndpoint });
  }

  /**
   * An endpoint that leads to the analytics reader alone. The cluster's own reader endpoint leads there too: RDS takes tokens
   * for that endpoint but for none of one's own, so the gateway cannot be kept away.
   */
  private reachAnalytics(name: string, cluster: aws.rds.Cluster): pulumi.Output<string> | undefined {
    const analytics = this.instances.filter(({ plan }) => plan.role === 'analytics').map(({ instance }) => instance.id);
    if (analytics.length === 0) return undefined;
    const endpoint = new aws.rds.ClusterEndpoint(
      `${name}-analytics`,
      {
        clusterIdentifier: cluster.id,
        clusterEndpointIdentifier: `${this.identifier}-analytics`,
        customEndpointType: 'READER',
        staticMembers: analytics,
      },
      { parent: this },
    );
    return endpoint.endpoint;
  }
}

/** Statements and sessions, and why a token was refused. */
const exportedLogs = ['postgresql', 'iam-db-auth-error'];

function clusterArgs(identifier: string, { config, cluster, securityGroupId, keyArn }: AuroraClusterArgs) {
  const { capacity } = cluster;
  const prod = config.environment === 'prod';
  return {
    clusterIdentifier: identifier,
    engine: 'aurora-postgresql',
    // Serverless v2 is a class of instance in a provisioned cluster; `serverless` would be the withdrawn v1.
    engineMode: 'provisioned',
    engineVersion: cluster.engineVersion,
    engineLifecycleSupport: 'open-source-rds-extended-support-disabled',
    databaseName: cluster.database,
    port: postgresPort,
    masterUsername: masterUser,
    manageMasterUserPassword: true,
    masterUserSecretKmsKeyId: keyArn,
    iamDatabaseAuthenticationEnabled: true,
    vpcSecurityGroupIds: [securityGroupId],
    storageEncrypted: true,
    kmsKeyId: keyArn,
    storageType: cluster.storage === 'io' ? 'aurora-iopt1' : '',
    ...(capacity.kind === 'serverless'
      ? {
          serverlessv2ScalingConfiguration: {
            minCapacity: capacity.min,
            maxCapacity: capacity.max,
            ...(capacity.pauseAfter === undefined ? {} : { secondsUntilAutoPause: capacity.pauseAfter }),
          },
        }
      : {}),
    backupRetentionPeriod: cluster.backupDays,
    preferredBackupWindow: '02:00-03:00',
    preferredMaintenanceWindow: 'sun:03:30-sun:04:30',
    copyTagsToSnapshot: true,
    deletionProtection: cluster.deletionProtection,
    deleteAutomatedBackups: !prod,
    skipFinalSnapshot: !prod,
    // A stack's next life has another key, so that its last snapshot has another name.
    ...(prod ? { finalSnapshotIdentifier: pulumi.interpolate`${identifier}-final-${keyId(keyArn)}` } : {}),
    enabledCloudwatchLogsExports: exportedLogs,
    databaseInsightsMode: cluster.insights,
    performanceInsightsEnabled: true,
    performanceInsightsKmsKeyId: keyArn,
    performanceInsightsRetentionPeriod: insightsDays[cluster.insights],
    applyImmediately: !prod,
  };
}

function instanceSettings({ config, cluster, keyArn, monitoringRoleArn }: AuroraClusterArgs) {
  const { capacity, monitoringInterval } = cluster;
  return {
    engine: 'aurora-postgresql' as const,
    engineVersion: cluster.engineVersion,
    instanceClass: capacity.kind === 'serverless' ? 'db.serverless' : capacity.instanceClass,
    publiclyAccessible: false,
    caCertIdentifier: 'rds-ca-rsa2048-g1',
    // The version stands in the configuration: one that AWS had raised could not be brought back to it.
    autoMinorVersionUpgrade: false,
    copyTagsToSnapshot: true,
    performanceInsightsEnabled: true,
    performanceInsightsKmsKeyId: keyArn,
    performanceInsightsRetentionPeriod: insightsDays[cluster.insights],
    monitoringInterval,
    ...(monitoringInterval === 0 ? {} : { monitoringRoleArn }),
    applyImmediately: config.environment !== 'prod',
  };
}

/** The beginning of a key's id, which no other key has. */
function keyId(keyArn: pulumi.Input<string>): pulumi.Output<string> {
  return pulumi.output(keyArn).apply((arn) => arn.slice(arn.lastIndexOf('/') + 1).slice(0, 8));
}
