import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { all, containerOf, has, one, waitsFor } from './look.ts';
import { everywhere, graphOf, scenarios } from './scenarios.ts';

const clusterType = 'aws:rds/cluster:Cluster';
const instanceType = 'aws:rds/clusterInstance:ClusterInstance';
const parameters = z.array(z.strictObject({ name: z.string(), value: z.string(), applyMethod: z.string() }));

describe.each(everywhere)('%s: each cluster', (name) => {
  test('is Aurora PostgreSQL, signs users in with IAM, and leaves the master password to RDS', async () => {
    const graph = await graphOf(name);
    const clusters = all(graph, clusterType);
    expect(clusters.length).toBe(name === 'threeClusters' ? 3 : 2);
    for (const { inputs } of clusters) {
      expect(inputs).toMatchObject({
        engine: 'aurora-postgresql',
        engineMode: 'provisioned',
        iamDatabaseAuthenticationEnabled: true,
        manageMasterUserPassword: true,
        masterUserSecretKmsKeyId: expect.stringContaining(':key/'),
        copyTagsToSnapshot: true,
        enabledCloudwatchLogsExports: ['postgresql', 'iam-db-auth-error'],
      });
      expect(inputs['backupRetentionPeriod']).toBeGreaterThanOrEqual(7);
    }
  });

  test('has parameters of its major version: TLS forced, slow statements logged, tokens neither logged nor recorded', async () => {
    const graph = await graphOf(name);
    for (const cluster of all(graph, clusterType)) {
      const group = one(graph, 'aws:rds/clusterParameterGroup:ClusterParameterGroup', cluster.name);
      const major = String(cluster.inputs['engineVersion']).split('.')[0];
      expect(group.inputs['family']).toBe(`aurora-postgresql${major}`);
      expect(waitsFor(cluster, group)).toBe(true);
      const set = parameters.parse(group.inputs['parameters']);
      const values = Object.fromEntries(
        set.map(({ name: parameter, value, applyMethod }) => [parameter, `${value} ${applyMethod}`]),
      );
      expect(values).toMatchObject({
        'rds.force_ssl': '1 immediate',
        log_statement: 'none immediate',
        shared_preload_libraries: 'pg_stat_statements pending-reboot',
        'pg_stat_statements.track_utility': '0 pending-reboot',
        log_min_duration_statement: `${name === 'everythingOn' && cluster.name === 'orders' ? 250 : 500} immediate`,
      });
    }
  });

  test('finds its logs made, with an end, before RDS would make them without', async () => {
    const graph = await graphOf(name);
    for (const cluster of all(graph, clusterType)) {
      for (const log of ['postgresql', 'iam-db-auth-error']) {
        const group = one(graph, 'aws:cloudwatch/logGroup:LogGroup', `${cluster.name}-${log}`);
        expect(group.inputs['name']).toBe(`/aws/rds/cluster/${String(cluster.inputs['clusterIdentifier'])}/${log}`);
        expect(waitsFor(cluster, group)).toBe(true);
      }
    }
  });

  test('stands in private subnets only, behind its own group', async () => {
    const graph = await graphOf(name);
    for (const cluster of all(graph, clusterType)) {
      const subnets = one(graph, 'aws:rds/subnetGroup:SubnetGroup', cluster.name);
      const ids = z.array(z.string()).min(2).parse(subnets.inputs['subnetIds']);
      for (const id of ids)
        expect(id).toMatch(name.startsWith('existing') ? /^subnet-0000000[ab]$/ : /^network-private-/);
      expect(waitsFor(cluster, subnets)).toBe(true);
      expect(cluster.inputs['vpcSecurityGroupIds']).toEqual([`cluster-${cluster.name}-0a1b2c3`]);
    }
  });

  test('has a writer that takes over first, readers next, and one way of being watched', async () => {
    const graph = await graphOf(name);
    for (const cluster of all(graph, clusterType)) {
      const instances = all(graph, instanceType).filter((instance) => waitsFor(instance, cluster));
      expect(instances.length).toBeGreaterThan(0);
      for (const { name: instance, inputs } of instances) {
        const tier = instance.endsWith('-writer') ? 0 : instance.endsWith('-analytics') ? 15 : 1;
        expect(inputs).toMatchObject({
          promotionTier: tier,
          caCertIdentifier: 'rds-ca-rsa2048-g1',
          autoMinorVersionUpgrade: false,
          engineVersion: cluster.inputs['engineVersion'],
          performanceInsightsEnabled: true,
          performanceInsightsRetentionPeriod: cluster.inputs['performanceInsightsRetentionPeriod'],
        });
        const interval = Number(inputs['monitoringInterval']);
        expect(inputs['monitoringRoleArn'] === undefined).toBe(interval === 0);
      }
      const settings = instances.map(({ inputs: { promotionTier: _, ...rest } }) => JSON.stringify(rest));
      expect(new Set(settings).size).toBe(1);
      expect(cluster.inputs['performanceInsightsRetentionPeriod']).toBe(
        cluster.inputs['databaseInsightsMode'] === 'advanced' ? 465 : 7,
      );
    }
  });

  test('of Serverless v2 scales in halves between its bounds, and pauses only from nothing', async () => {
    const graph = await graphOf(name);
    for (const cluster of all(graph, clusterType)) {
      const classes = all(graph, instanceType)
        .filter((instance) => waitsFor(instance, cluster))
        .map(({ inputs }) => inputs['instanceClass']);
      const scaling = cluster.inputs['serverlessv2ScalingConfiguration'];
      for (const instanceClass of classes) expect(instanceClass === 'db.serverless').toBe(scaling !== undefined);
      if (scaling === undefined) continue;
      const { minCapacity, maxCapacity, secondsUntilAutoPause } = z
        .strictObject({
          minCapacity: z.number().multipleOf(0.5),
          maxCapacity: z.number().multipleOf(0.5),
          secondsUntilAutoPause: z.number().optional(),
        })
        .parse(scaling);
      expect(minCapacity).toBeLessThanOrEqual(maxCapacity);
      if (secondsUntilAutoPause !== undefined) expect(minCapacity).toBe(0);
    }
  });
});

test('dev: users has a writer and a reader, orders a writer', async () => {
  const graph = await graphOf('dev');
  expect(
    all(graph, instanceType)
      .map(({ name }) => name)
      .sort(),
  ).toEqual(['orders-writer', 'users-reader-0', 'users-writer']);
});

test('production keeps a last snapshot, whose name no later life of the stack repeats; dev keeps none', async () => {
  for (const { inputs } of all(await graphOf('prod'), clusterType)) {
    expect(inputs).toMatchObject({ skipFinalSnapshot: false, deleteAutomatedBackups: false, applyImmediately: false });
    expect(inputs['finalSnapshotIdentifier']).toMatch(/^causeway-prod-(users|orders)-final-1a2b3c4d$/);
  }
  for (const { inputs } of all(await graphOf('dev'), clusterType)) {
    expect(inputs).toMatchObject({ skipFinalSnapshot: true, deleteAutomatedBackups: true });
    expect(inputs['finalSnapshotIdentifier']).toBeUndefined();
  }
});

test('readers are scaled only where that is wanted, by the cluster whose reader stands already', async () => {
  const graph = await graphOf('everythingOn');
  const target = one(graph, 'aws:appautoscaling/target:Target', 'users-readers');
  expect(target.inputs).toMatchObject({
    resourceId: 'cluster:causeway-prod-users',
    scalableDimension: 'rds:cluster:ReadReplicaCount',
    minCapacity: 2,
    maxCapacity: 6,
  });
  const metrics = all(graph, 'aws:appautoscaling/policy:Policy')
    .filter((policy) => waitsFor(policy, target))
    .map(({ name }) => name);
  expect(metrics.sort()).toEqual(['users-RDSReaderAverageCPUUtilization', 'users-RDSReaderAverageDatabaseConnections']);
  for (const name of ['dev', 'threeClusters', 'everythingOff'] as const) {
    const targets = (await graphOf(name)).resources.filter(({ type }) => type === 'aws:appautoscaling/target:Target');
    expect(targets.filter(({ inputs }) => inputs['serviceNamespace'] === 'rds')).toEqual([]);
  }
});

test('scaling waits for the readers that it starts from', async () => {
  const graph = await graphOf('everythingOn');
  const scaling = one(graph, 'aws:appautoscaling/target:Target', 'users-readers');
  for (const reader of ['users-reader-0', 'users-reader-1']) {
    expect(waitsFor(scaling, one(graph, instanceType, reader))).toBe(true);
  }
});

test('the analytics reader has an endpoint of its own', async () => {
  const graph = await graphOf('everythingOn');
  const endpoint = one(graph, 'aws:rds/clusterEndpoint:ClusterEndpoint', 'users-analytics');
  expect(endpoint.inputs).toMatchObject({ customEndpointType: 'READER', staticMembers: ['users-analytics-0a1b2c3'] });
  expect(graph.outputs['clusters']).toMatchObject({
    users: { analyticsEndpoint: expect.stringContaining('users-analytics') },
  });
});

test('a proxy signs in with IAM on both sides and holds no secret', async () => {
  const graph = await graphOf('everythingOn');
  expect(all(graph, 'aws:rds/proxy:Proxy')).toHaveLength(2);
  for (const { inputs } of all(graph, 'aws:rds/proxy:Proxy')) {
    expect(inputs).toMatchObject({ engineFamily: 'POSTGRESQL', requireTls: true, defaultAuthScheme: 'IAM_AUTH' });
    expect(inputs['auths']).toBeUndefined();
  }
  for (const { inputs } of all(graph, 'aws:rds/proxyEndpoint:ProxyEndpoint'))
    expect(inputs['targetRole']).toBe('READ_ONLY');
});

test('a proxy before a cluster without readers sends readers to the writer too', async () => {
  const graph = await graphOf('existingVpcWithProxy');
  expect(all(graph, 'aws:rds/proxyEndpoint:ProxyEndpoint').map(({ name }) => name)).toEqual(['users-proxy-reader']);
  const { environment } = containerOf(one(graph, 'aws:ecs/taskDefinition:TaskDefinition', 'service'));
  const topology = JSON.parse(environment.find(({ name }) => name === 'CAUSEWAY_TOPOLOGY_JSON')?.value ?? '');
  expect(topology.clusters.orders.reader).toEqual(topology.clusters.orders.writer);
  expect(topology.clusters.users.reader).not.toEqual(topology.clusters.users.writer);
});

test('the cache is Valkey, encrypted, and lets nobody in but by IAM', async () => {
  const graph = await graphOf('everythingOn');
  expect(one(graph, 'aws:elasticache/serverlessCache:ServerlessCache', 'cache').inputs).toMatchObject({
    engine: 'valkey',
    kmsKeyId: expect.stringContaining(':key/'),
    userGroupId: 'causeway-prod',
  });
  expect(one(graph, 'aws:elasticache/user:User', 'cache').inputs['authenticationMode']).toEqual({ type: 'iam' });
});

test('what is not wanted is not there', async () => {
  const graph = await graphOf('everythingOff');
  const optional = [
    'rds/proxy',
    'elasticache',
    'ecs/',
    'lb/',
    'lambda',
    'wafv2',
    'route53',
    'acm',
    'scheduler',
    'sqs',
    'ec2/instance',
    'chatbot',
    'infra:MonitoringRole',
    'budgets',
    'natGateway',
    'clusterEndpoint',
    'appautoscaling',
    's3/',
  ];
  for (const part of optional)
    expect(
      graph.resources.filter(({ type }) => type.includes(part)),
      part,
    ).toEqual([]);
  const on = await graphOf('everythingOn');
  for (const part of optional)
    expect(
      on.resources.some(({ type }) => type.includes(part)),
      part,
    ).toBe(true);
  expect(has(graph, clusterType)).toBe(true);
  expect(Object.keys(scenarios)).toEqual([...everywhere]);
});
