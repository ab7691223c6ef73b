import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { all, containerOf, has, one, waitsFor } from './look.ts';
import { certificateArn, everywhere, graphOf, image } from './scenarios.ts';

const withImage = everywhere.filter((name) => name !== 'everythingOff');
const definitionType = 'aws:ecs/taskDefinition:TaskDefinition';
const listenerType = 'aws:lb/listener:Listener';

describe.each(withImage)('%s', (name) => {
  test('containers run an image by its digest, as nobody, on a read-only file system, and log', async () => {
    const graph = await graphOf(name);
    const definitions = all(graph, definitionType);
    expect(definitions.map((definition) => definition.name).sort()).toEqual(['migrate', 'renewal', 'service']);
    for (const definition of definitions) {
      const container = containerOf(definition);
      expect(container.image).toMatch(/@sha256:[0-9a-f]{64}$/);
      // A shell's agent writes to the file system: only where one is wanted, and only in the service.
      const shell = name === 'everythingOn' && definition.name === 'service';
      expect(container).toMatchObject({ readonlyRootFilesystem: !shell, user: '1000:1000', stopTimeout: 30 });
      expect(container.linuxParameters.capabilities?.drop).toEqual(shell ? undefined : ['ALL']);
      expect(container.logConfiguration.options).toMatchObject({ 'awslogs-region': 'eu-west-1', mode: 'non-blocking' });
      for (const { name: variable, value } of container.environment) {
        expect(`${variable}=${value}`).not.toMatch(/password|secret/i);
      }
      expect(definition.inputs).toMatchObject({
        requiresCompatibilities: ['FARGATE'],
        networkMode: 'awsvpc',
        runtimePlatform: { cpuArchitecture: 'ARM64' },
      });
    }
  });

  test('the bootstrap waits for every writer, every rule and every endpoint; service and renewal wait for it', async () => {
    const graph = await graphOf(name);
    const done = one(graph, 'aws:lambda/invocation:Invocation', 'bootstrap');
    const before = [
      ...all(graph, 'aws:rds/clusterInstance:ClusterInstance'),
      ...all(graph, 'aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule'),
      ...all(graph, 'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule'),
      ...graph.resources.filter(({ type }) => type === 'aws:ec2/vpcEndpoint:VpcEndpoint'),
      one(graph, 'aws:iam/rolePolicy:RolePolicy', 'migrate-task'),
      one(graph, 'aws:iam/rolePolicy:RolePolicy', 'migrate-execution'),
      one(graph, 'aws:lambda/function:Function', 'bootstrap'),
    ];
    for (const resource of before) expect(waitsFor(done, resource), resource.urn).toBe(true);
    const service = one(graph, 'aws:ecs/service:Service', 'service');
    expect(waitsFor(service, done)).toBe(true);
    expect(waitsFor(one(graph, 'aws:scheduler/schedule:Schedule', 'hop-renewal'), done)).toBe(true);
    for (const listener of all(graph, listenerType)) expect(waitsFor(service, listener)).toBe(true);
    expect(done.inputs['triggers']).toEqual({ definition: expect.stringContaining('migrate') });
  });

  test('the service is private, replaced without a gap, taken back where it fails, and scaled by load', async () => {
    const graph = await graphOf(name);
    const service = one(graph, 'aws:ecs/service:Service', 'service');
    expect(service.inputs).toMatchObject({
      networkConfiguration: {
        assignPublicIp: false,
        securityGroups: ['gateway-0a1b2c3'],
        subnets: all(graph, 'aws:rds/subnetGroup:SubnetGroup')[0]?.inputs['subnetIds'],
      },
      healthCheckGracePeriodSeconds: 60,
      deploymentMinimumHealthyPercent: 100,
      deploymentMaximumPercent: 200,
      deploymentCircuitBreaker: { enable: true, rollback: true },
      availabilityZoneRebalancing: 'ENABLED',
      propagateTags: 'SERVICE',
      waitForSteadyState: true,
      enableExecuteCommand: name === 'everythingOn',
    });
    expect(service.ignoreChanges).toEqual(['desiredCount']);
    const target = one(graph, 'aws:appautoscaling/target:Target', 'service');
    expect(all(graph, 'aws:appautoscaling/policy:Policy').filter((policy) => waitsFor(policy, target))).toHaveLength(2);
  });

  test('the token is renewed every few minutes, by a task without a public address', async () => {
    const { inputs } = one(await graphOf(name), 'aws:scheduler/schedule:Schedule', 'hop-renewal');
    expect(inputs['scheduleExpression']).toBe(name === 'everythingOn' ? 'rate(1 minute)' : 'rate(5 minutes)');
    expect(inputs['target']).toMatchObject({
      deadLetterConfig: { arn: expect.stringContaining(':sqs:') },
      ecsParameters: {
        taskDefinitionArn: expect.stringContaining('renewal'),
        networkConfiguration: { assignPublicIp: false, securityGroups: ['renewal-0a1b2c3'] },
      },
    });
  });

  test('the load balancer is closed against broken headers and keeps a log', async () => {
    const graph = await graphOf(name);
    const balancer = one(graph, 'aws:lb/loadBalancer:LoadBalancer', 'edge');
    const isPublic = name === 'everythingOn' || name === 'existingVpc';
    expect(balancer.inputs).toMatchObject({
      internal: !isPublic,
      dropInvalidHeaderFields: true,
      accessLogs: { enabled: true, bucket: 'edge-logs-0a1b2c3' },
    });
    expect(waitsFor(balancer, one(graph, 'aws:s3/bucketPolicy:BucketPolicy', 'edge-logs'))).toBe(true);
    const subnets = z.array(z.string()).min(2).parse(balancer.inputs['subnets']);
    for (const subnet of subnets) expect(subnet).toMatch(isPublic ? /public|subnet-0000001/ : /private|subnet-0000000/);
    expect(one(graph, 'aws:lb/targetGroup:TargetGroup', 'edge').inputs).toMatchObject({
      targetType: 'ip',
      healthCheck: { path: '/health', matcher: '200' },
    });
  });
});

test.each([
  ['prod', 'arn:aws:acm:eu-west-1:123456789012:certificate/00000000-0000-0000-0000-000000000000'],
  ['existingVpc', certificateArn],
  ['everythingOn', expect.stringContaining('acm')],
] as const)('%s is served over TLS 1.2 or newer, and plain HTTP is sent there', async (name, certificate) => {
  const graph = await graphOf(name);
  expect(one(graph, listenerType, 'edge-https').inputs).toMatchObject({
    protocol: 'HTTPS',
    port: 443,
    sslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
    certificateArn: certificate,
  });
  expect(one(graph, listenerType, 'edge-http').inputs['defaultActions']).toEqual([
    { type: 'redirect', redirect: { protocol: 'HTTPS', port: '443', statusCode: 'HTTP_301' } },
  ]);
});

test('without a certificate an internal gateway outside production is served over HTTP, inside the network', async () => {
  const graph = await graphOf('dev');
  expect(all(graph, listenerType).map(({ name }) => name)).toEqual(['edge-http']);
  expect(graph.outputs['gatewayUrl']).toMatch(/^http:/);
});

test('a name gets a certificate that is proved, and an address', async () => {
  const graph = await graphOf('everythingOn');
  const certificate = one(graph, 'aws:acm/certificate:Certificate', 'edge-certificate');
  expect(certificate.inputs).toMatchObject({ domainName: 'graphql.example.com', validationMethod: 'DNS' });
  expect(one(graph, 'aws:route53/record:Record', 'edge-certificate-proof').inputs).toMatchObject({
    name: '_a.example.com',
    type: 'CNAME',
  });
  expect(one(graph, 'aws:route53/record:Record', 'edge').inputs).toMatchObject({
    name: 'graphql.example.com',
    type: 'A',
  });
  expect(graph.outputs['gatewayUrl']).toBe('https://graphql.example.com/graphql');
});

test('the firewall lets long documents pass, limits each address, and logs no credentials', async () => {
  const graph = await graphOf('everythingOn');
  const acl = one(graph, 'aws:wafv2/webAcl:WebAcl', 'edge-firewall');
  expect(JSON.stringify(acl.inputs['rules'])).toContain('{"actionToUse":{"count":{}},"name":"SizeRestrictions_BODY"}');
  expect(JSON.stringify(acl.inputs['rules'])).toContain('"rateBasedStatement":{"aggregateKeyType":"IP","limit":2000}');
  const association = one(graph, 'aws:wafv2/webAclAssociation:WebAclAssociation', 'edge-firewall');
  expect(waitsFor(association, one(graph, 'aws:lb/loadBalancer:LoadBalancer', 'edge'))).toBe(true);
  expect(
    one(graph, 'aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration', 'edge-firewall').inputs[
      'redactedFields'
    ],
  ).toEqual([{ singleHeader: { name: 'authorization' } }, { singleHeader: { name: 'cookie' } }]);
  expect(has(await graphOf('existingVpc'), 'aws:wafv2/webAcl:WebAcl')).toBe(false);
});

test('the Dockerfile makes the image that tasks expect: a shell, Node, causeway on the path, its user, its port, its health', async () => {
  const dockerfile = await readFile(new URL('../../../../Dockerfile', import.meta.url), 'utf8');
  const image = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '));
  const last = (instruction: string) => new RegExp(`^${instruction} (.*)$`, 'm').exec(image)?.[1];
  // Debian's: scripts hand the topology over by a here-document, for which its shell needs no file.
  expect(last('FROM')).toMatch(/^node:24-slim$/);
  expect(last('STOPSIGNAL')).toBe('SIGTERM');
  expect(dockerfile).toContain('ln -s /app/causeway.mjs /out/usr/local/bin/causeway');
  const graph = await graphOf('dev');
  const service = containerOf(one(graph, definitionType, 'service'));
  expect(last('USER')).toBe(service.user);
  expect(service.portMappings).toEqual([{ containerPort: Number(last('EXPOSE')), protocol: 'tcp' }]);
  expect(service.entryPoint).toEqual(['/bin/sh', '-c']);
  const path = /\/health\b/.exec(image)?.[0];
  expect(JSON.stringify(service.healthCheck)).toContain(`:4000${path}`);
  expect(one(graph, 'aws:lb/targetGroup:TargetGroup', 'edge').inputs).toMatchObject({
    port: 4000,
    healthCheck: { path },
  });
});

test('the image is the one that was configured', async () => {
  for (const definition of all(await graphOf('dev'), definitionType)) expect(containerOf(definition).image).toBe(image);
});
