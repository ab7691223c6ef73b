/** The account that the stand-in cloud belongs to. */
export const accountId = '123456789012';
export const region = 'eu-west-1';

/** A network that exists in the stand-in cloud. */
export const existingVpc = {
  id: 'vpc-0a1b2c3d',
  privateSubnetIds: ['subnet-0000000a', 'subnet-0000000b'],
  publicSubnetIds: ['subnet-0000001a', 'subnet-0000001b'],
};

/** A network that gives its hosts no names. */
export const vpcWithoutNames = 'vpc-0d0d0d0d';

/** Subnets that a stack must refuse, by what is wrong with them. */
export const badSubnets = {
  sameZone: 'subnet-0000002a',
  public: 'subnet-0000003b',
  full: 'subnet-0000004b',
  otherVpc: 'subnet-0000005b',
};

/** What AWS gives back for a new resource: its inputs, and what only AWS knows. */
export function created(
  type: string,
  name: string,
  inputs: Record<string, unknown>,
): { id: string; state: Record<string, unknown> } {
  const id = idOf(type, name, inputs);
  const service = type.split(':')[1]?.split('/')[0] ?? '';
  const arn = `arn:aws:${service}:${region}:${accountId}:${name}/${id}`;
  return { id, state: { arn, name: inputs['name'] ?? id, ...inputs, ...knownToAws(type, name, id, inputs) } };
}

function idOf(type: string, name: string, inputs: Record<string, unknown>): string {
  if (type === 'aws:rds/cluster:Cluster') return String(inputs['clusterIdentifier']);
  return `${name}-0a1b2c3`;
}

function knownToAws(type: string, name: string, id: string, inputs: Record<string, unknown>): Record<string, unknown> {
  switch (type) {
    case 'aws:rds/cluster:Cluster':
      return {
        arn: `arn:aws:rds:${region}:${accountId}:cluster:${id}`,
        clusterResourceId: `cluster-${name.toUpperCase()}ABC`,
        endpoint: `${id}.cluster-x.${region}.rds.amazonaws.com`,
        readerEndpoint: `${id}.cluster-ro-x.${region}.rds.amazonaws.com`,
        masterUserSecrets: [{ secretArn: masterSecretArn(name), secretStatus: 'active', kmsKeyId: inputs['kmsKeyId'] }],
      };
    case 'aws:kms/key:Key':
      return { keyId: id, arn: `arn:aws:kms:${region}:${accountId}:key/1a2b3c4d-${id}` };
    case 'aws:rds/clusterEndpoint:ClusterEndpoint':
      return { endpoint: `${name}.cluster-custom-x.${region}.rds.amazonaws.com` };
    case 'aws:rds/proxy:Proxy':
      return {
        endpoint: `${name}.proxy-x.${region}.rds.amazonaws.com`,
        arn: `arn:aws:rds:${region}:${accountId}:db-proxy:prx-${name}`,
      };
    case 'aws:rds/proxyEndpoint:ProxyEndpoint':
      return { endpoint: `${name}.endpoint.proxy-x.${region}.rds.amazonaws.com` };
    case 'aws:lb/loadBalancer:LoadBalancer':
      return { dnsName: `${name}.${region}.elb.amazonaws.com`, zoneId: 'Z32O12XQLNTSW2', arnSuffix: `app/${name}/1` };
    case 'aws:lb/targetGroup:TargetGroup':
      return { arnSuffix: `targetgroup/${name}/1` };
    case 'aws:ecr/repository:Repository':
      return { repositoryUrl: `${accountId}.dkr.ecr.${region}.amazonaws.com/${String(inputs['name'])}` };
    case 'aws:acm/certificate:Certificate':
      return {
        domainValidationOptions: [
          {
            domainName: inputs['domainName'],
            resourceRecordName: '_a.example.com',
            resourceRecordType: 'CNAME',
            resourceRecordValue: '_b.acm.aws',
          },
        ],
      };
    case 'aws:elasticache/serverlessCache:ServerlessCache':
      return { endpoints: [{ address: `${name}.serverless.cache.amazonaws.com`, port: 6379 }] };
    case 'aws:ec2/vpcEndpoint:VpcEndpoint':
      return { prefixListId: 'pl-11112222' };
    case 'aws:ec2/eip:Eip':
      return { allocationId: `eipalloc-${name}` };
    case 'aws:s3/bucket:Bucket':
      return { bucket: id, arn: `arn:aws:s3:::${id}` };
    case 'aws:ec2/instance:Instance':
      return { arn: `arn:aws:ec2:${region}:${accountId}:instance/${id}` };
    default:
      return {};
  }
}

/** The ARN of a cluster's master secret. */
export const masterSecretArn = (cluster: string) =>
  `arn:aws:secretsmanager:${region}:${accountId}:secret:rds!cluster-${cluster}-1a2b3c`;

/** Answers a look-up. @throws for one that this cloud does not know: an echo would hide a mistake. */
export function answer(token: string, args: Record<string, unknown>): Record<string, unknown> {
  switch (token) {
    case 'aws:index/getCallerIdentity:getCallerIdentity':
      return { accountId, arn: `arn:aws:iam::${accountId}:user/operator`, userId: 'AIDA', id: accountId };
    case 'aws:index/getPartition:getPartition':
      return { partition: 'aws', dnsSuffix: 'amazonaws.com', id: 'aws', reverseDnsPrefix: 'com.amazonaws' };
    case 'aws:index/getAvailabilityZones:getAvailabilityZones':
      return { names: ['a', 'b', 'c'].map((zone) => `${region}${zone}`), zoneIds: [], groupNames: [], id: region };
    case 'aws:ssm/getParameter:getParameter':
      return { value: 'ami-0a1b2c3d', name: args['name'], type: 'String', arn: 'arn', id: 'id', version: 1 };
    case 'aws:ec2/getVpc:getVpc':
      return {
        id: args['id'],
        cidrBlock: '10.99.0.0/16',
        enableDnsSupport: true,
        enableDnsHostnames: args['id'] !== vpcWithoutNames,
      };
    case 'aws:ec2/getSubnets:getSubnets':
      return { ids: existingVpc.privateSubnetIds.toReversed(), id: region };
    case 'aws:ec2/getRouteTables:getRouteTables':
      return { ids: ['rtb-0a1b2c3d'], id: region };
    case 'aws:ec2/getSubnet:getSubnet':
      return subnet(String(args['id']));
    default:
      throw new Error(`The program asks for ${token}, which it should not.`);
  }
}

function subnet(id: string): Record<string, unknown> {
  return {
    id,
    vpcId: id === badSubnets.otherVpc ? 'vpc-ffffffff' : existingVpc.id,
    availabilityZone: `${region}${id.at(-1)}`,
    mapPublicIpOnLaunch: id === badSubnets.public,
    availableIpAddressCount: id === badSubnets.full ? 3 : 4000,
    cidrBlock: '10.99.0.0/20',
  };
}
