import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { VpcConfig } from '../config/config.ts';
import { describeProblems, type Problem, problem } from '../config/problem.ts';
import type { Place } from './place.ts';

type ExistingVpc = Extract<VpcConfig, { kind: 'existing' }>;
type Subnet = aws.ec2.GetSubnetResult;

/** Free addresses that a private subnet must still have: instances, tasks and endpoints take one each. */
const neededAddresses = 16;

/** What the search depends on. */
export type FindNetworkArgs = {
  readonly project: string;
  readonly vpc: ExistingVpc;
  /** Whether route tables are wanted: the S3 endpoint is entered there. */
  readonly routeTables: boolean;
  readonly provider: aws.Provider;
};

/**
 * Finds a network that exists, and checks that its subnets can hold the stack. Asks AWS also in a preview: it is the last check
 * before resources.
 *
 * @throws {pulumi.RunError} with all problems at once.
 */
export async function findNetwork({ project, vpc, routeTables, provider }: FindNetworkArgs): Promise<Place> {
  const of = { provider };
  const inVpc = { name: 'vpc-id', values: [vpc.id] };
  const found = await aws.ec2.getVpc({ id: vpc.id }, of);
  const privateIds =
    vpc.privateSubnetIds.length > 0
      ? vpc.privateSubnetIds
      : // AWS gives them in any order; another order would be another plan.
        (await aws.ec2.getSubnets({ filters: [inVpc, { name: 'tag:Tier', values: ['private'] }] }, of)).ids.toSorted();
  const look = (ids: readonly string[]) => Promise.all(ids.map((id) => aws.ec2.getSubnet({ id }, of)));
  const [privateSubnets, publicSubnets] = await Promise.all([look(privateIds), look(vpc.publicSubnetIds)]);
  const problems = [
    ...checkNames(found),
    ...checkSubnets('vpc.privateSubnetIds', vpc.id, privateSubnets),
    ...privateSubnets.flatMap(checkPrivate),
    ...(publicSubnets.length === 0 ? [] : checkSubnets('vpc.publicSubnetIds', vpc.id, publicSubnets)),
  ];
  if (problems.length > 0) throw new pulumi.RunError(describeProblems(project, problems));
  return {
    vpcId: vpc.id,
    cidr: found.cidrBlock,
    privateSubnetIds: privateIds,
    publicSubnetIds: vpc.publicSubnetIds,
    routeTableIds: routeTables ? (await aws.ec2.getRouteTables({ vpcId: vpc.id }, of)).ids : [],
  };
}

/** Clusters are found by name, and endpoints by the names of AWS's services. */
function checkNames({ id, enableDnsSupport, enableDnsHostnames }: aws.ec2.GetVpcResult): readonly Problem[] {
  if (enableDnsSupport && enableDnsHostnames) return [];
  const off = [enableDnsSupport ? '' : 'DNS resolution', enableDnsHostnames ? '' : 'DNS hostnames'].filter(Boolean);
  return [problem('vpc.id', id, `this network has no ${off.join(' and no ')}: switch that on in its settings`)];
}

function checkSubnets(key: string, vpcId: string, subnets: readonly Subnet[]): readonly Problem[] {
  const zones = subnets.map(({ availabilityZone }) => availabilityZone);
  const shown = subnets.map(({ id, availabilityZone }) => `${id} (${availabilityZone})`).join(', ');
  const strangers = subnets.filter((subnet) => subnet.vpcId !== vpcId);
  return [
    ...(new Set(zones).size < 2
      ? [problem(key, shown, 'need two or more subnets in different zones: write their ids, or tag them Tier=private')]
      : []),
    ...(new Set(zones).size < zones.length && new Set(zones).size >= 2
      ? [problem(key, shown, 'a load balancer takes one subnet in each zone: write one of each')]
      : []),
    ...strangers.map(({ id, vpcId: other }) =>
      problem(key, id, `this subnet is in ${other}: write subnets of ${vpcId}`),
    ),
  ];
}

function checkPrivate({ id, mapPublicIpOnLaunch, availableIpAddressCount }: Subnet): readonly Problem[] {
  const key = 'vpc.privateSubnetIds';
  return [
    ...(mapPublicIpOnLaunch
      ? [problem(key, id, 'this subnet gives out public addresses: write a private one, or end that in its settings')]
      : []),
    ...(availableIpAddressCount < neededAddresses
      ? [
          problem(
            key,
            id,
            `${availableIpAddressCount} addresses are free, ${neededAddresses} are needed: write a larger subnet`,
          ),
        ]
      : []),
  ];
}
