import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { Account } from '../operations/account.ts';
import { policyDocument, trustPolicy } from '../operations/policy.ts';
import type { Place } from './place.ts';
import { subnetRanges } from './subnets.ts';

/** What a network depends on. */
export type NetworkArgs = {
  readonly cidr: string;
  readonly zones: number;
  readonly nat: 'none' | 'one' | 'perZone';
  readonly keyArn: pulumi.Input<string>;
  readonly account: Account;
  readonly logRetentionDays: number;
  /** Whether its logs stay when it goes. */
  readonly retainLogs: boolean;
};

/** A network of its own: a public and a private subnet in each zone, NAT where wanted, a record of refused connections. */
export class Network extends pulumi.ComponentResource implements Place {
  readonly vpcId: pulumi.Output<string>;
  readonly cidr: pulumi.Output<string>;
  readonly privateSubnetIds: readonly pulumi.Output<string>[];
  readonly publicSubnetIds: readonly pulumi.Output<string>[];
  readonly routeTableIds: readonly pulumi.Output<string>[];

  constructor(name: string, args: NetworkArgs, options: pulumi.ComponentResourceOptions) {
    super('causeway:infra:Network', name, {}, options);
    const own = { parent: this };
    const vpc = new aws.ec2.Vpc(
      name,
      { cidrBlock: args.cidr, enableDnsHostnames: true, enableDnsSupport: true, tags: { Name: name } },
      own,
    );
    // Whatever names no group of its own gets this one: it lets nothing through.
    new aws.ec2.DefaultSecurityGroup(name, { vpcId: vpc.id, ingress: [], egress: [] }, own);
    const zones = aws.getAvailabilityZonesOutput(
      { state: 'available', filters: [{ name: 'opt-in-status', values: ['opt-in-not-required'] }] },
      own,
    ).names;
    const ranges = subnetRanges(args.cidr, args.zones);
    const subnets = (tier: 'public' | 'private') =>
      ranges[tier].map((cidrBlock, index) => {
        const tags = { Name: `${name}-${tier}-${index}`, Tier: tier };
        const availabilityZone = zones.apply((names) => zoneAt(names, index));
        const subnetArgs = { vpcId: vpc.id, cidrBlock, availabilityZone, mapPublicIpOnLaunch: false, tags };
        return new aws.ec2.Subnet(`${name}-${tier}-${index}`, subnetArgs, own);
      });
    const publicSubnets = subnets('public');
    const privateSubnets = subnets('private');

    const gateway = new aws.ec2.InternetGateway(name, { vpcId: vpc.id }, own);
    const publicTable = new aws.ec2.RouteTable(`${name}-public`, { vpcId: vpc.id }, own);
    const toInternet = new aws.ec2.Route(
      `${name}-public`,
      { routeTableId: publicTable.id, destinationCidrBlock: '0.0.0.0/0', gatewayId: gateway.id },
      own,
    );
    for (const [index, subnet] of publicSubnets.entries()) {
      const association = { routeTableId: publicTable.id, subnetId: subnet.id };
      new aws.ec2.RouteTableAssociation(`${name}-public-${index}`, association, own);
    }
    const nats = publicSubnets.slice(0, { none: 0, one: 1, perZone: args.zones }[args.nat]).map((subnet, index) => {
      const address = new aws.ec2.Eip(`${name}-nat-${index}`, { domain: 'vpc' }, own);
      const natArgs = { subnetId: subnet.id, allocationId: address.allocationId };
      return new aws.ec2.NatGateway(`${name}-nat-${index}`, natArgs, { parent: this, dependsOn: [toInternet] });
    });
    const privateTables = privateSubnets.map((subnet, index) => {
      const table = new aws.ec2.RouteTable(`${name}-private-${index}`, { vpcId: vpc.id }, own);
      new aws.ec2.RouteTableAssociation(
        `${name}-private-${index}`,
        { routeTableId: table.id, subnetId: subnet.id },
        own,
      );
      const nat = nats[index] ?? nats[0];
      if (nat !== undefined) {
        const route = { routeTableId: table.id, destinationCidrBlock: '0.0.0.0/0', natGatewayId: nat.id };
        new aws.ec2.Route(`${name}-private-${index}`, route, own);
      }
      return table;
    });
    this.recordConnections(name, vpc, args);

    this.vpcId = vpc.id;
    this.cidr = vpc.cidrBlock;
    this.publicSubnetIds = publicSubnets.map(({ id }) => id);
    this.privateSubnetIds = privateSubnets.map(({ id }) => id);
    this.routeTableIds = privateTables.map(({ id }) => id);
    this.registerOutputs({ vpcId: this.vpcId });
  }

  private recordConnections(name: string, vpc: aws.ec2.Vpc, args: NetworkArgs): void {
    const own = { parent: this };
    const ofAccount = { StringEquals: { 'aws:SourceAccount': args.account.id } };
    const logs = new aws.cloudwatch.LogGroup(
      `${name}-flow`,
      { retentionInDays: args.logRetentionDays, kmsKeyId: args.keyArn },
      { parent: this, retainOnDelete: args.retainLogs },
    );
    const role = new aws.iam.Role(
      `${name}-flow`,
      { assumeRolePolicy: trustPolicy('vpc-flow-logs.amazonaws.com', ofAccount) },
      own,
    );
    const write = { Effect: 'Allow', Resource: pulumi.interpolate`${logs.arn}:*` } as const;
    const rights = [{ ...write, Action: ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'] }];
    const policy = new aws.iam.RolePolicy(`${name}-flow`, { role: role.id, policy: policyDocument(rights) }, own);
    new aws.ec2.FlowLog(
      name,
      { vpcId: vpc.id, trafficType: 'REJECT', logDestination: logs.arn, iamRoleArn: role.arn },
      { parent: this, dependsOn: [policy] },
    );
  }
}

function zoneAt(names: readonly string[], index: number): string {
  const zone = names[index];
  if (zone === undefined) {
    throw new pulumi.RunError(
      `vpc.create.azs: this region has ${names.length} availability zones for everyone; write fewer, or choose another region.`,
    );
  }
  return zone;
}
