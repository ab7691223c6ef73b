import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../src/config/parse-config.ts';
import { securityRules } from '../../src/network/security-rules.ts';
import { badSubnets, existingVpc, region, vpcWithoutNames } from './engine/cloud.ts';
import type { Graph } from './engine/run-stack.ts';
import { runStack } from './engine/run-stack.ts';
import { all, has, one, rightsOf, waitsFor } from './look.ts';
import { everywhere, graphOf, scenarios } from './scenarios.ts';

const ingressType = 'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule';
const egressType = 'aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule';

/** `from -> to: port` of every rule of one direction, by the names of groups; a range or list as it is. */
function connections(graph: Graph, type: string): readonly string[] {
  return all(graph, type).map(({ inputs }) => {
    const own = String(inputs['securityGroupId']).replace('-0a1b2c3', '');
    const group = inputs['referencedSecurityGroupId'];
    const peer = String(group ?? inputs['cidrIpv4'] ?? inputs['prefixListId']).replace('-0a1b2c3', '');
    const [from, to] = type === ingressType ? [peer, own] : [own, peer];
    return `${from} -> ${to}: ${inputs['ipProtocol']}/${inputs['fromPort']}-${inputs['toPort']}`;
  });
}

describe.each(everywhere)('%s', (name) => {
  test('the internet reaches nothing but a public load balancer', async () => {
    const graph = await graphOf(name);
    const open = all(graph, ingressType).filter(({ inputs }) => inputs['cidrIpv4'] === '0.0.0.0/0');
    expect(open.map(({ name: rule }) => rule).sort()).toEqual(
      name === 'everythingOn' ? ['alb-ingress-0.0.0.0/0-443', 'alb-ingress-0.0.0.0/0-80'] : [],
    );
    for (const { inputs } of all(graph, ingressType)) {
      expect(inputs['cidrIpv6']).toBeUndefined();
      if (inputs['referencedSecurityGroupId'] === undefined) expect(inputs['securityGroupId']).toBe('alb-0a1b2c3');
    }
  });

  test('every rule is described, stands by itself, opens one port of TCP to one peer, and no shell', async () => {
    const graph = await graphOf(name);
    for (const { inputs, urn } of [...all(graph, ingressType), ...all(graph, egressType)]) {
      // The characters that EC2 takes: it refuses any other, an apostrophe too.
      expect(inputs['description'], urn).toMatch(/^[\w .:/()#,@[\]+=&;{}!$*-]{6,255}$/);
      expect(inputs['ipProtocol'], urn).toBe('tcp');
      expect(inputs['fromPort'], urn).toBe(inputs['toPort']);
      expect([22, 3389], urn).not.toContain(inputs['fromPort']);
      const peers = ['referencedSecurityGroupId', 'cidrIpv4', 'prefixListId'].filter(
        (key) => inputs[key] !== undefined,
      );
      expect(peers, urn).toHaveLength(1);
    }
    for (const { inputs, urn } of all(graph, 'aws:ec2/securityGroup:SecurityGroup')) {
      expect(inputs['description'], urn).toMatch(/^[\w .:/()#,@[\]+=&;{}!$*-]{6,255}$/);
      expect(inputs['ingress']).toBeUndefined();
      expect(inputs['egress']).toBeUndefined();
    }
  });

  test('clusters are reached on 5432 by groups only, and reach each other only where a foreign server leads', async () => {
    const graph = await graphOf(name);
    const isCluster = (end: string | undefined) => end?.startsWith('cluster-') ?? false;
    const hops = name === 'threeClusters' ? ['orders', 'billing'] : ['orders'];
    const expected = hops.map((to) => `cluster-users -> cluster-${to}: tcp/5432-5432`).sort();
    const into = connections(graph, ingressType).filter((rule) => isCluster(/-> (\S+):/.exec(rule)?.[1]));
    const outOf = connections(graph, egressType).filter((rule) => isCluster(rule));
    expect(outOf.slice().sort()).toEqual(expected);
    expect(into.filter((rule) => isCluster(rule)).sort()).toEqual(expected);
    for (const rule of into)
      expect(rule).toMatch(/^(cluster-users|gateway|proxy|migrate|renewal|bastion) -> \S+: tcp\/5432-5432$/);
  });

  test('each connection between two groups is let out by one and let in by the other', async () => {
    const graph = await graphOf(name);
    const between = (type: string) =>
      connections(graph, type)
        .filter((rule) => !/\d+\.\d+\.\d+\.\d+\/|pl-/.test(rule))
        .sort();
    expect(between(egressType)).toEqual(between(ingressType));
  });

  test('the rules are those of the plan', async () => {
    const graph = await graphOf(name);
    const { name: stack, values } = scenarios[name];
    const parsed = parseConfig({ project: 'causeway', stack, region, values });
    const planned = parsed.kind === 'config' ? securityRules(parsed.config) : [];
    expect(planned.length).toBeGreaterThan(1);
    expect(all(graph, ingressType).length + all(graph, egressType).length).toBe(planned.length);
  });
});

test('everything that the gateway may speak to, in dev', async () => {
  const graph = await graphOf('dev');
  expect(
    connections(graph, egressType)
      .filter((rule) => rule.startsWith('gateway'))
      .sort(),
  ).toEqual([
    'gateway -> cluster-orders: tcp/5432-5432',
    'gateway -> cluster-users: tcp/5432-5432',
    'gateway -> endpoints: tcp/443-443',
    'gateway -> pl-11112222: tcp/443-443',
  ]);
  expect(connections(graph, egressType).filter((rule) => rule.startsWith('renewal -> cluster'))).toEqual([
    'renewal -> cluster-users: tcp/5432-5432',
  ]);
});

test('with a proxy the gateway speaks to no cluster', async () => {
  const graph = await graphOf('everythingOn');
  expect(
    connections(graph, egressType)
      .filter((rule) => rule.startsWith('gateway'))
      .sort(),
  ).toEqual([
    'gateway -> cache: tcp/6379-6379',
    'gateway -> endpoints: tcp/443-443',
    'gateway -> pl-11112222: tcp/443-443',
    'gateway -> proxy: tcp/5432-5432',
  ]);
});

test('a network of its own has a closed default group, records refusals, and asks for zones only', async () => {
  const graph = await graphOf('dev');
  expect(one(graph, 'aws:ec2/defaultSecurityGroup:DefaultSecurityGroup', 'network').inputs).toMatchObject({
    ingress: [],
    egress: [],
  });
  expect(one(graph, 'aws:ec2/vpc:Vpc', 'network').inputs).toMatchObject({
    enableDnsHostnames: true,
    enableDnsSupport: true,
  });
  expect(one(graph, 'aws:ec2/flowLog:FlowLog', 'network').inputs).toMatchObject({ trafficType: 'REJECT' });
  expect(graph.calls.filter((token) => token.startsWith('aws:ec2/'))).toEqual([]);
  const zones = all(graph, 'aws:ec2/subnet:Subnet').map(
    ({ name, inputs }) => `${name} ${String(inputs['availabilityZone'])}`,
  );
  expect(zones.sort()).toEqual([
    'network-private-0 eu-west-1a',
    'network-private-1 eu-west-1b',
    'network-public-0 eu-west-1a',
    'network-public-1 eu-west-1b',
  ]);
});

test.each([
  ['dev', 0],
  ['threeClusters', 1],
  ['everythingOn', 3],
] as const)('%s has %i NAT gateways, each private subnet a route where there is one', async (name, count) => {
  const graph = await graphOf(name);
  expect(graph.resources.filter(({ type }) => type === 'aws:ec2/natGateway:NatGateway')).toHaveLength(count);
  const routes = graph.resources.filter(
    ({ type, name: route }) => type === 'aws:ec2/route:Route' && route.includes('private'),
  );
  expect(routes).toHaveLength(count === 0 ? 0 : name === 'everythingOn' ? 3 : 2);
});

test('a network that exists stays as it is: nothing of it is made, its subnets are used', async () => {
  for (const name of ['existingVpc', 'existingVpcByTag'] as const) {
    const graph = await graphOf(name);
    for (const type of [
      'vpc:Vpc',
      'subnet:Subnet',
      'routeTable:RouteTable',
      'internetGateway',
      'natGateway',
      'defaultSecurityGroup',
    ]) {
      expect(
        graph.resources.filter((resource) => resource.type.startsWith('aws:ec2/') && resource.type.includes(type)),
      ).toEqual([]);
    }
    for (const { inputs } of all(graph, 'aws:ec2/securityGroup:SecurityGroup'))
      expect(inputs['vpcId']).toBe(existingVpc.id);
    expect(graph.calls).toContain('aws:ec2/getSubnet:getSubnet');
  }
  const byTag = await graphOf('existingVpcByTag');
  expect(byTag.calls).toContain('aws:ec2/getSubnets:getSubnets');
  // In one order, whatever AWS answers.
  for (const { inputs } of all(byTag, 'aws:rds/subnetGroup:SubnetGroup'))
    expect(inputs['subnetIds']).toEqual(existingVpc.privateSubnetIds);
});

describe('a network that cannot hold the stack is refused before anything is made', () => {
  const [a, b] = existingVpc.privateSubnetIds;
  test('hosts without names', async () => {
    const stack = { name: 'dev', values: { vpc: { id: vpcWithoutNames, privateSubnetIds: [a, b] } } };
    await expect(runStack(stack, 'preview', 0)).rejects.toThrow(/vpc\.id: this network has no DNS hostnames/);
  });

  test.each([
    [
      'one zone',
      [a, badSubnets.sameZone],
      /need two or more subnets in different zones: .*subnet-0000000a \(eu-west-1a\)/,
    ],
    ['a subnet of another network', [a, badSubnets.otherVpc], /this subnet is in vpc-ffffffff/],
    ['public addresses', [a, badSubnets.public], /gives out public addresses/],
    ['a full subnet', [a, badSubnets.full], /3 addresses are free, 16 are needed/],
    ['all of it at once', [badSubnets.otherVpc, badSubnets.full], /this subnet is in .*\n.*3 addresses are free/],
    ['two subnets of a zone', [a, b, badSubnets.sameZone], /one subnet in each zone/],
  ])('%s', async (_what, privateSubnetIds, message) => {
    const stack = { name: 'dev', values: { vpc: { id: existingVpc.id, privateSubnetIds } } };
    await expect(runStack(stack, 'preview', 0)).rejects.toThrow(message);
  });
});

test('interface endpoints stand where tasks need them, and are private', async () => {
  const services = async (name: 'dev' | 'everythingOff' | 'everythingOn' | 'existingVpc') =>
    (await graphOf(name)).resources
      .filter(({ type }) => type === 'aws:ec2/vpcEndpoint:VpcEndpoint')
      .map(({ inputs }) => String(inputs['serviceName']).replace('com.amazonaws.eu-west-1.', ''))
      .sort();
  const ofTasks = ['ecr.api', 'ecr.dkr', 'logs', 's3', 'secretsmanager'];
  expect(await services('dev')).toEqual([...ofTasks, 'ssm', 'ssmmessages']);
  expect(await services('everythingOn')).toEqual([...ofTasks, 'ssm', 'ssmmessages']);
  expect(await services('everythingOff')).toEqual(['s3']);
  expect(await services('existingVpc')).toEqual([]);
  const graph = await graphOf('dev');
  for (const { inputs } of all(graph, 'aws:ec2/vpcEndpoint:VpcEndpoint').filter(
    ({ inputs: i }) => i['vpcEndpointType'] === 'Interface',
  )) {
    expect(inputs).toMatchObject({ privateDnsEnabled: true, securityGroupIds: ['endpoints-0a1b2c3'] });
  }
});

test('the bastion takes no connection, has no key, and starts once its packages can be reached', async () => {
  const graph = await graphOf('dev');
  const host = one(graph, 'aws:ec2/instance:Instance', 'bastion');
  expect(host.inputs).toMatchObject({
    vpcSecurityGroupIds: ['bastion-0a1b2c3'],
    associatePublicIpAddress: false,
    metadataOptions: { httpTokens: 'required', httpPutResponseHopLimit: 1 },
    rootBlockDevice: { encrypted: true, kmsKeyId: expect.stringContaining(':key/') },
    userData: expect.stringContaining('dnf install -y postgresql17'),
    subnetId: 'network-private-0-0a1b2c3',
  });
  expect(host.inputs['keyName']).toBeUndefined();
  expect(host.ignoreChanges).toEqual(['ami']);
  expect(connections(graph, ingressType).filter((rule) => rule.includes('-> bastion'))).toEqual([]);
  for (const endpoint of all(graph, 'aws:ec2/vpcEndpoint:VpcEndpoint')) expect(waitsFor(host, endpoint)).toBe(true);
  expect(one(graph, 'aws:iam/rolePolicyAttachment:RolePolicyAttachment', 'bastion').inputs['policyArn']).toBe(
    'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore',
  );
  expect(has(await graphOf('prod'), 'aws:ec2/instance:Instance')).toBe(false);
});

test('the bastion stops every day where that is wanted, by a role that may stop it and nothing else', async () => {
  const graph = await graphOf('everythingOn');
  const host = one(graph, 'aws:ec2/instance:Instance', 'bastion');
  const { inputs } = one(graph, 'aws:scheduler/schedule:Schedule', 'bastion-stop');
  expect(inputs).toMatchObject({
    scheduleExpression: 'cron(30 19 * * ? *)',
    target: {
      arn: 'arn:aws:scheduler:::aws-sdk:ec2:stopInstances',
      roleArn: expect.stringContaining(':bastion-stop/'),
      input: '{"InstanceIds":["bastion-0a1b2c3"]}',
    },
  });
  expect(rightsOf(graph, 'bastion-stop')).toEqual([
    {
      Effect: 'Allow',
      Action: ['ec2:StopInstances'],
      Resource: ['arn:aws:ec2:eu-west-1:123456789012:instance/bastion-0a1b2c3'],
    },
  ]);
  expect(waitsFor(one(graph, 'aws:scheduler/schedule:Schedule', 'bastion-stop'), host)).toBe(true);
  expect((await graphOf('dev')).resources.filter(({ name }) => name.startsWith('bastion-stop'))).toEqual([]);
});
