import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

/** What scaling depends on. */
export type ReaderScalingArgs = {
  readonly clusterId: string;
  readonly min: number;
  readonly max: number;
  /** Wanted CPU use of the readers in percent. */
  readonly cpu: number;
  /** Wanted sessions of each reader; not watched where absent. */
  readonly connections?: number | undefined;
  /** The readers that stand already: scaling starts from them. */
  readonly readers: readonly pulumi.Resource[];
};

/** Adds readers under load and takes them away again. They are not resources of this stack, and their existence keeps a cluster from being deleted. */
export class ReaderScaling extends pulumi.ComponentResource {
  constructor(name: string, args: ReaderScalingArgs, options: pulumi.ComponentResourceOptions) {
    super('causeway:infra:ReaderScaling', name, {}, options);
    const own = { parent: this };
    const target = new aws.appautoscaling.Target(
      `${name}-readers`,
      {
        serviceNamespace: 'rds',
        scalableDimension: 'rds:cluster:ReadReplicaCount',
        resourceId: `cluster:${args.clusterId}`,
        minCapacity: args.min,
        maxCapacity: args.max,
      },
      { parent: this, dependsOn: [...args.readers] },
    );
    const follow = (metric: string, targetValue: number) =>
      new aws.appautoscaling.Policy(
        `${name}-${metric}`,
        {
          policyType: 'TargetTrackingScaling',
          serviceNamespace: target.serviceNamespace,
          scalableDimension: target.scalableDimension,
          resourceId: target.resourceId,
          targetTrackingScalingPolicyConfiguration: {
            predefinedMetricSpecification: { predefinedMetricType: metric },
            targetValue,
            // A reader takes minutes to come: it is not taken away at the first quiet moment.
            scaleInCooldown: 600,
            scaleOutCooldown: 300,
          },
        },
        own,
      );
    follow('RDSReaderAverageCPUUtilization', args.cpu);
    if (args.connections !== undefined) follow('RDSReaderAverageDatabaseConnections', args.connections);
    this.registerOutputs({});
  }
}
