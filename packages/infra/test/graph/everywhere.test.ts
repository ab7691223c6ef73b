import { describe, expect, test } from 'vitest';
import { masterSecretArn } from './engine/cloud.ts';
import { unknown } from './engine/request.ts';
import { all, allStatements, has, leaves, one, rightsOf, waitsFor } from './look.ts';
import { centralTopic, everywhere, graphOf } from './scenarios.ts';

/** IAM's actions that know no single resource, or whose policy stands on the resource itself. */
const resourceless = new Set([
  'cloudwatch:DescribeAlarms',
  'cloudwatch:GetMetricData',
  'cloudwatch:GetMetricWidgetImage',
  'cloudwatch:ListMetrics',
  'ecr:GetAuthorizationToken',
  'ecs:DescribeTasks',
  'ssmmessages:CreateControlChannel',
  'ssmmessages:CreateDataChannel',
  'ssmmessages:OpenControlChannel',
  'ssmmessages:OpenDataChannel',
]);

describe.each(everywhere)('%s', (name) => {
  test('a preview shows exactly what an up makes, and no name is given twice', async () => {
    const [up, preview] = await Promise.all([graphOf(name), graphOf(name, 'preview')]);
    const urns = up.resources.map(({ urn }) => urn).sort();
    expect(preview.resources.map(({ urn }) => urn).sort()).toEqual(urns);
    expect(new Set(urns).size).toBe(urns.length);
    expect(preview.outputNames).toEqual(Object.keys(up.outputs));
    expect(preview.outputNames).toContain('clusters');
  });

  test('what holds of an up holds of its preview: order, protection, secrets, and every value that is known by then', async () => {
    const [up, preview] = await Promise.all([graphOf(name), graphOf(name, 'preview')]);
    const previewed = new Map(preview.resources.map((resource) => [resource.urn, resource]));
    let known = 0;
    for (const { inputs, provider: _, dependencies, ...asked } of up.resources) {
      const before = previewed.get(asked.urn);
      expect(before, asked.urn).toMatchObject(asked);
      expect(new Set(before?.dependencies), asked.urn).toEqual(new Set(dependencies));
      for (const [key, value] of Object.entries(inputs)) {
        const shown = leaves(before?.inputs[key]);
        if (shown.some(({ value: leaf }) => leaf === unknown)) continue;
        known += 1;
        expect(before?.inputs[key], `${asked.urn} ${key}`).toEqual(value);
      }
    }
    expect(known).toBeGreaterThan(4 * up.resources.length);
  });

  test('everything belongs to the one provider, which tags it', async () => {
    const graph = await graphOf(name);
    const provider = one(graph, 'pulumi:providers:aws', 'aws');
    const made = graph.resources.filter(({ custom, type }) => custom && type !== provider.type);
    expect(made.length).toBeGreaterThan(50);
    for (const { provider: used, urn } of made) expect(used.slice(0, used.lastIndexOf('::')), urn).toBe(provider.urn);
    expect(provider.inputs['defaultTags']).toMatch(/"Project":"causeway".*"Stack":"\w+","ManagedBy":"pulumi"/);
    expect(provider.inputs['region']).toBe('eu-west-1');
  });

  test('no action and no principal is a wildcard, and a resource is one only where IAM knows no other', async () => {
    const graph = await graphOf(name);
    for (const { resource, statement } of allStatements(graph)) {
      for (const action of statement.Action) expect(action, resource.urn).toMatch(/^[a-z0-9-]+:[A-Za-z]+$/);
      if (statement.Effect === 'Deny') continue;
      expect(JSON.stringify(statement.Principal ?? ''), resource.urn).not.toContain('*');
      if (statement.Resource?.includes('*') && resource.type !== 'aws:kms/key:Key') {
        for (const action of statement.Action) expect(resourceless, `${resource.urn}: ${action}`).toContain(action);
      }
    }
  });

  test('a name within a resource is never a wildcard but where it ends at a log, a task of the cluster or what a bucket holds', async () => {
    const graph = await graphOf(name);
    const partly = allStatements(graph)
      .flatMap(({ statement }) => statement.Resource ?? [])
      .filter((arn) => arn !== '*');
    expect(partly.length).toBeGreaterThan(3);
    for (const arn of partly.filter((text) => text.includes('*')))
      expect(arn).toMatch(/^arn:aws:(cloudwatch:[^*]+:\*|ecs:[^*]+:task\/causeway-\w+\/\*|s3:::edge-logs-[^*]+\/\*)$/);
  });

  test('tokens are for one user of one cluster or proxy of the stack each, and master secrets for the bootstrap', async () => {
    const graph = await graphOf(name);
    const arns = (action: string) =>
      allStatements(graph).flatMap(({ resource, statement }) =>
        statement.Action.includes(action) ? (statement.Resource ?? []).map((arn) => ({ arn, of: resource.name })) : [],
      );
    const clusters = all(graph, 'aws:rds/cluster:Cluster').map((cluster) => cluster.name);
    const ids = clusters.flatMap((cluster) => [`cluster-${cluster.toUpperCase()}ABC`, `prx-${cluster}-proxy`]);
    for (const { arn, of } of arns('rds-db:connect')) {
      const [, id, user] = /^arn:aws:rds-db:eu-west-1:123456789012:dbuser:([^/]+)\/(\w+)$/.exec(arn) ?? [];
      expect(ids, arn).toContain(id);
      expect(['gateway', 'fdw_reader', 'fdw_renewer', ...(of === 'bastion' ? ['analyst'] : [])], arn).toContain(user);
    }
    const runs = name !== 'everythingOff';
    const masters = clusters.map((cluster) => ({ arn: masterSecretArn(cluster), of: 'migrate-execution' }));
    expect(new Set(arns('secretsmanager:GetSecretValue'))).toEqual(new Set(runs ? masters : []));
    const connects = runs ? rightsOf(graph, 'service-task') : [];
    expect(connects.filter(({ Action }) => Action.includes('rds-db:connect'))).toHaveLength(runs ? 1 : 0);
  });

  test('a role is only for the service that takes it', async () => {
    const graph = await graphOf(name);
    const trusts = allStatements(graph).filter(({ statement }) => statement.Action.includes('sts:AssumeRole'));
    expect(trusts).toHaveLength(all(graph, 'aws:iam/role:Role').length);
    for (const { statement } of trusts) {
      expect(statement.Principal).toEqual({ Service: expect.stringMatching(/^[a-z0-9.-]+\.amazonaws\.com$/) });
      // Services that act for others say for whom: these three act for what stands in the account itself.
      if (/"(lambda|ec2|chatbot)\.amazonaws\.com"/.test(JSON.stringify(statement.Principal))) continue;
      expect(statement.Condition, JSON.stringify(statement.Principal)).toEqual({
        StringEquals: { 'aws:SourceAccount': '123456789012' },
      });
    }
  });

  test('no password, key or token stands in any input', async () => {
    const graph = await graphOf(name);
    for (const { urn, inputs } of graph.resources) {
      for (const { path, value } of leaves(inputs)) {
        expect(path, urn).not.toMatch(/\.(masterPassword|secretString|secretBinary|passwords?|accessKey|authToken)\b/i);
        expect(String(value), urn).not.toMatch(/AKIA[A-Z0-9]{16}|-----BEGIN|"password"\s*:\s*"/);
      }
    }
  });

  test('every log ends some day and is encrypted', async () => {
    const graph = await graphOf(name);
    for (const { urn, inputs } of all(graph, 'aws:cloudwatch/logGroup:LogGroup')) {
      expect(inputs['retentionInDays'], urn).toBeGreaterThan(0);
      expect(inputs['kmsKeyId'], urn).toMatch(/^arn:aws:kms:/);
    }
  });

  test('every store is encrypted', async () => {
    const graph = await graphOf(name);
    const key = one(graph, 'aws:kms/key:Key', 'keys');
    expect(key.inputs).toMatchObject({ enableKeyRotation: true, deletionWindowInDays: 30, multiRegion: false });
    for (const cluster of all(graph, 'aws:rds/cluster:Cluster')) {
      expect(cluster.inputs).toMatchObject({ storageEncrypted: true, kmsKeyId: expect.stringContaining(':key/') });
      expect(waitsFor(cluster, key)).toBe(true);
    }
    for (const { inputs } of all(graph, 'aws:sns/topic:Topic')) expect(inputs['kmsMasterKeyId']).toContain(':key/');
    for (const { inputs } of all(graph, 'aws:ecr/repository:Repository')) {
      expect(inputs).toMatchObject({
        imageTagMutability: 'IMMUTABLE',
        imageScanningConfiguration: { scanOnPush: true },
        encryptionConfigurations: [{ encryptionType: 'KMS', kmsKey: expect.stringContaining(':key/') }],
      });
    }
    if (!has(graph, 'aws:s3/bucket:Bucket')) return;
    const buckets = all(graph, 'aws:s3/bucket:Bucket').length;
    expect(
      all(graph, 'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration'),
    ).toHaveLength(buckets);
    expect(all(graph, 'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock')).toHaveLength(buckets);
    for (const { inputs } of all(graph, 'aws:sqs/queue:Queue')) expect(inputs['sqsManagedSseEnabled']).toBe(true);
  });

  test('no instance and no task has a public address', async () => {
    const graph = await graphOf(name);
    for (const { inputs } of all(graph, 'aws:rds/clusterInstance:ClusterInstance')) {
      expect(inputs['publiclyAccessible']).toBe(false);
    }
    for (const { inputs } of graph.resources.filter(({ type }) => type === 'aws:ec2/instance:Instance')) {
      expect(inputs['associatePublicIpAddress']).toBe(false);
    }
    for (const { inputs } of graph.resources.filter(({ type }) => type === 'aws:ec2/subnet:Subnet')) {
      expect(inputs['mapPublicIpOnLaunch']).toBe(false);
    }
  });

  test('what production keeps is protected there and nowhere else', async () => {
    const graph = await graphOf(name);
    const prod = name === 'prod' || name === 'everythingOn';
    const clusters = all(graph, 'aws:rds/cluster:Cluster');
    const kept = [
      ...clusters,
      ...all(graph, 'aws:rds/clusterInstance:ClusterInstance'),
      ...all(graph, 'aws:kms/key:Key'),
    ];
    for (const { protect, urn } of kept) expect(protect, urn).toBe(prod);
    for (const { inputs } of clusters) expect(inputs['deletionProtection']).toBe(prod);
    expect(one(graph, 'aws:kms/key:Key', 'keys').retainOnDelete).toBe(prod);
    const outlives = graph.resources.filter(
      ({ type }) => type === 'aws:cloudwatch/logGroup:LogGroup' || type.startsWith('aws:s3/'),
    );
    expect(outlives.length).toBeGreaterThan(3);
    for (const { urn, retainOnDelete } of outlives) expect(retainOnDelete, urn).toBe(prod);
    for (const { inputs } of graph.resources.filter(({ type }) => type === 'aws:s3/bucket:Bucket'))
      expect(inputs['forceDestroy']).toBe(!prod);
    for (const { inputs } of all(graph, 'aws:ecr/repository:Repository')) expect(inputs['forceDelete']).toBe(!prod);
  });

  test('every alarm tells somebody, also when it is over, and says what silence means', async () => {
    const graph = await graphOf(name);
    for (const alarm of all(graph, 'aws:cloudwatch/metricAlarm:MetricAlarm')) {
      expect(alarm.inputs['alarmActions'], alarm.urn).toEqual([
        expect.stringMatching(/^arn:aws:sns:eu-west-1:123456789012:/),
        ...(name === 'everythingOn' ? [centralTopic] : []),
      ]);
      expect(alarm.inputs['okActions'], alarm.urn).toEqual(alarm.inputs['alarmActions']);
      expect(alarm.inputs['treatMissingData'], alarm.urn).toMatch(/^(breaching|notBreaching)$/);
      expect(String(alarm.inputs['alarmDescription']).length, alarm.urn).toBeGreaterThan(20);
    }
  });
});
