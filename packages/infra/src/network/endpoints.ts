import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { Config } from '../config/config.ts';
import type { Place } from './place.ts';
import type { SecurityGroups } from './security-groups.ts';

/** What the endpoints depend on. */
export type EndpointsArgs = { readonly config: Config; readonly place: Place; readonly groups: SecurityGroups };

/** What tasks ask AWS for: their image, their log, their secrets. */
const taskServices = ['ecr.api', 'ecr.dkr', 'logs', 'secretsmanager'];

/** What sessions of operators run over. */
const sessionServices = ['ssm', 'ssmmessages'];

/**
 * The way to AWS's services inside the network. S3 is free and always there, since images and packages come from it; the
 * interface endpoints cost by the hour and zone, so there are only those that something here calls.
 */
export class Endpoints extends pulumi.ComponentResource {
  readonly s3PrefixListId: pulumi.Output<string>;
  /** Everything that must stand before a task or host starts. */
  readonly all: readonly pulumi.Resource[];

  constructor(name: string, { config, place, groups }: EndpointsArgs, options: pulumi.ComponentResourceOptions) {
    super('causeway:infra:Endpoints', name, {}, options);
    const s3 = new aws.ec2.VpcEndpoint(
      `${name}-s3`,
      {
        vpcId: place.vpcId,
        serviceName: `com.amazonaws.${config.region}.s3`,
        vpcEndpointType: 'Gateway',
        routeTableIds: [...place.routeTableIds],
      },
      { parent: this },
    );
    const sessions = config.bastion.enabled || config.gateway.execute;
    const services = config.endpoints ? [...taskServices, ...(sessions ? sessionServices : [])] : [];
    const interfaces = services.map(
      (service) =>
        new aws.ec2.VpcEndpoint(
          `${name}-${service}`,
          {
            vpcId: place.vpcId,
            serviceName: `com.amazonaws.${config.region}.${service}`,
            vpcEndpointType: 'Interface',
            subnetIds: [...place.privateSubnetIds],
            securityGroupIds: [groups.id('endpoints')],
            privateDnsEnabled: true,
          },
          { parent: this },
        ),
    );
    this.s3PrefixListId = s3.prefixListId;
    this.all = [s3, ...interfaces];
    this.registerOutputs({});
  }
}
