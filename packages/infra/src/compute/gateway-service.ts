import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { Edge } from '../edge/edge.ts';
import type { Place } from '../network/place.ts';
import { gatewayPort } from '../network/security-rules.ts';
import { Task, type TaskArgs } from './task.ts';

/** What the service depends on. */
export type GatewayServiceArgs = {
  readonly task: Omit<TaskArgs, 'cpu' | 'memory'>;
  readonly cluster: aws.ecs.Cluster;
  readonly place: Place;
  readonly securityGroupId: pulumi.Input<string>;
  readonly edge: Edge;
  /** The bootstrap: no task starts on clusters that are not ready. */
  readonly after: readonly pulumi.Resource[];
};

/** Requests a minute that one task is meant to take. */
const requestsPerTask = 1500;

/** The gateway: as many tasks as the load wants, replaced one by one, taken back where a new version does not come up. */
export class GatewayService extends pulumi.ComponentResource {
  readonly serviceName: pulumi.Output<string>;
  readonly task: Task;

  constructor(name: string, args: GatewayServiceArgs, options: pulumi.ComponentResourceOptions) {
    super('causeway:infra:GatewayService', name, {}, options);
    const { config } = args.task;
    const { cpu, memory, min, max, execute } = config.gateway;
    this.task = new Task(name, { ...args.task, cpu, memory, shell: execute }, { parent: this });
    const service = new aws.ecs.Service(
      name,
      {
        cluster: args.cluster.arn,
        taskDefinition: this.task.definitionArn,
        launchType: 'FARGATE',
        platformVersion: 'LATEST',
        desiredCount: min,
        networkConfiguration: {
          subnets: [...args.place.privateSubnetIds],
          securityGroups: [args.securityGroupId],
          assignPublicIp: false,
        },
        loadBalancers: [
          {
            targetGroupArn: args.edge.targetGroup.arn,
            containerName: this.task.container,
            containerPort: gatewayPort,
          },
        ],
        healthCheckGracePeriodSeconds: 60,
        deploymentMinimumHealthyPercent: 100,
        deploymentMaximumPercent: 200,
        deploymentCircuitBreaker: { enable: true, rollback: true },
        availabilityZoneRebalancing: 'ENABLED',
        enableEcsManagedTags: true,
        propagateTags: 'SERVICE',
        enableExecuteCommand: execute,
        // With the circuit breaker, a version that does not come up fails the `up` that brought it.
        waitForSteadyState: true,
      },
      // The number of tasks is the autoscaling's.
      {
        parent: this,
        dependsOn: [...args.after, ...this.task.ready, ...args.edge.ready],
        ignoreChanges: ['desiredCount'],
      },
    );
    this.serviceName = service.name;
    this.scale(name, args, service, { min, max });
    this.registerOutputs({ serviceName: this.serviceName });
  }

  private scale(
    name: string,
    { cluster, edge }: GatewayServiceArgs,
    service: aws.ecs.Service,
    { min, max }: { readonly min: number; readonly max: number },
  ): void {
    const own = { parent: this };
    const target = new aws.appautoscaling.Target(
      name,
      {
        serviceNamespace: 'ecs',
        scalableDimension: 'ecs:service:DesiredCount',
        resourceId: pulumi.interpolate`service/${cluster.name}/${service.name}`,
        minCapacity: min,
        maxCapacity: max,
      },
      own,
    );
    const follow = (metric: string, targetValue: number, resourceLabel?: pulumi.Input<string>) =>
      new aws.appautoscaling.Policy(
        `${name}-${metric}`,
        {
          policyType: 'TargetTrackingScaling',
          serviceNamespace: target.serviceNamespace,
          scalableDimension: target.scalableDimension,
          resourceId: target.resourceId,
          targetTrackingScalingPolicyConfiguration: {
            predefinedMetricSpecification: { predefinedMetricType: metric, resourceLabel },
            targetValue,
            scaleInCooldown: 300,
            scaleOutCooldown: 60,
          },
        },
        own,
      );
    follow('ECSServiceAverageCPUUtilization', 60);
    const label = pulumi.interpolate`${edge.balancer.arnSuffix}/${edge.targetGroup.arnSuffix}`;
    follow('ALBRequestCountPerTarget', requestsPerTask, label);
  }
}
