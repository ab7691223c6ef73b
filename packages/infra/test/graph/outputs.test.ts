import * as pulumi from '@pulumi/pulumi';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { runStack } from './engine/run-stack.ts';
import { all } from './look.ts';
import { everywhere, graphOf } from './scenarios.ts';

const text = z.string().min(1);
const cluster = z.strictObject({
  endpoint: text,
  readerEndpoint: text,
  analyticsEndpoint: text.optional(),
  port: z.literal(5432),
  database: text,
  resourceId: z.string().startsWith('cluster-'),
  securityGroupId: text,
  masterSecretArn: z.string().startsWith('arn:aws:secretsmanager:'),
});
const always = {
  region: text,
  vpcId: text,
  clusters: z.record(text, cluster),
  ecrRepositoryUrl: text,
  alarmTopicArn: text,
  dashboardUrl: z.url(),
};
const running = { gatewayUrl: z.url(), albDnsName: text, serviceName: text, clusterName: text, migrateCommand: text };
const commands = z.record(text, z.strictObject({ shell: text, tunnel: text, psql: text }));
const shape = z.union([
  z.strictObject(always),
  z.strictObject({
    ...always,
    ...running,
    cacheAddress: text.optional(),
    bastionInstanceId: text.optional(),
    bastionStart: text.optional(),
    gatewayTunnel: z.string().startsWith('aws ssm start-session').optional(),
    commands: commands.optional(),
  }),
]);

describe.each(everywhere)('%s', (name) => {
  test('tells everything that an operator needs', async () => {
    const graph = await graphOf(name);
    const outputs = shape.parse(graph.outputs);
    const made = all(graph, 'aws:rds/cluster:Cluster').map((resource) => resource.name);
    expect(Object.keys(outputs.clusters).sort()).toEqual(made.toSorted());
    if (!('commands' in outputs) || outputs.commands === undefined) return;
    for (const [which, { shell, tunnel, psql }] of Object.entries(outputs.commands)) {
      const endpoint = outputs.clusters[which]?.endpoint ?? 'none';
      expect(outputs.bastionStart).toBe(
        `aws ec2 start-instances --region eu-west-1 --instance-ids ${outputs.bastionInstanceId}`,
      );
      expect(shell).toBe(`aws ssm start-session --region eu-west-1 --target ${outputs.bastionInstanceId}`);
      expect(tunnel).toContain(`"host":["${endpoint}"],"portNumber":["5432"],"localPortNumber":["15432"]`);
      // The token is bound to the cluster's own name and port, never to the tunnel's.
      expect(psql).toContain(`generate-db-auth-token --region eu-west-1 --hostname ${endpoint} --port 5432 --username`);
      expect(psql).toContain(`host=${endpoint} hostaddr=127.0.0.1 port=15432`);
      expect(psql).toContain('sslmode=verify-full');
    }
  });
});

test('the command for migrations names cluster, task, subnets and group', async () => {
  expect(shape.parse((await graphOf('dev')).outputs)).toMatchObject({
    migrateCommand: expect.stringMatching(
      /^aws ecs run-task --region eu-west-1 --cluster causeway-dev --task-definition causeway-dev-migrate .*"subnets":\["network-private-0.*"securityGroups":\["migrate-/,
    ),
  });
});

test('problems are told before anything is registered, all at once', async () => {
  const stack = { name: 'blue', values: { vpc: { create: { azs: 5 } }, gatway: {}, logRetentionDays: 10 } };
  const registered: string[] = [];
  const failed = runStack(stack, 'up', 0, (type) => registered.push(type));
  await expect(failed).rejects.toThrow(pulumi.RunError);
  await expect(failed).rejects.toThrow(/gatway[\s\S]*vpc\.create\.azs[\s\S]*logRetentionDays[\s\S]*environment/);
  expect(registered.filter((type) => type !== 'pulumi:pulumi:Stack')).toEqual([]);
});
