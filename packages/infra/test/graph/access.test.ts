import { describe, expect, test } from 'vitest';
import { databaseUsers } from '../../src/database/database-users.ts';
import { masterSecretArn } from './engine/cloud.ts';
import { all, allStatements, containerOf, rightsOf } from './look.ts';
import { graphOf } from './scenarios.ts';

const login = (id: string, user: string) => `arn:aws:rds-db:eu-west-1:123456789012:dbuser:${id}/${user}`;
const { gateway, hop, renewer } = databaseUsers;

const mayConnect = (...resources: readonly string[]) => ({
  Effect: 'Allow',
  Action: ['rds-db:connect'],
  Resource: resources,
});

describe('each role signs in as its own database users and as no other', () => {
  test.each([
    ['service-task', [login('cluster-USERSABC', gateway), login('cluster-ORDERSABC', gateway)]],
    ['renewal-task', [login('cluster-USERSABC', renewer), login('cluster-ORDERSABC', hop)]],
    ['bastion', [login('cluster-USERSABC', gateway), login('cluster-ORDERSABC', gateway)]],
  ])('%s', async (role, logins) => {
    expect(rightsOf(await graphOf('dev'), role)).toEqual([mayConnect(...logins)]);
  });

  test('migrate-task renews once and is examined as the gateway; the masters sign in with their passwords', async () => {
    expect(rightsOf(await graphOf('dev'), 'migrate-task')).toEqual([
      mayConnect(login('cluster-USERSABC', renewer), login('cluster-ORDERSABC', hop)),
      mayConnect(login('cluster-USERSABC', gateway), login('cluster-ORDERSABC', gateway)),
    ]);
  });

  test('with three clusters', async () => {
    const graph = await graphOf('threeClusters');
    expect(rightsOf(graph, 'renewal-task')).toEqual([
      mayConnect(login('cluster-USERSABC', renewer), login('cluster-ORDERSABC', hop), login('cluster-BILLINGABC', hop)),
    ]);
  });

  test('through a proxy the gateway is known to the proxy, and the proxy to the cluster', async () => {
    const graph = await graphOf('everythingOn');
    expect(rightsOf(graph, 'service-task')[0]).toEqual(
      mayConnect(login('prx-users-proxy', gateway), login('prx-orders-proxy', gateway)),
    );
    expect(rightsOf(graph, 'users-proxy')).toEqual([mayConnect(login('cluster-USERSABC', gateway))]);
  });

  test('operators sign in as the user of the configuration', async () => {
    expect(rightsOf(await graphOf('everythingOn'), 'bastion')).toEqual([
      mayConnect(login('cluster-USERSABC', 'analyst'), login('cluster-ORDERSABC', 'analyst')),
    ]);
  });
});

test("the masters' secrets are read by the bootstrap, as it starts, and by nothing else", async () => {
  const graph = await graphOf('dev');
  const readers = allStatements(graph).filter(({ statement }) =>
    statement.Action.some((action) => action.startsWith('secretsmanager:')),
  );
  expect(readers.map(({ resource }) => resource.name)).toEqual(['migrate-execution']);
  expect(readers[0]?.statement.Resource).toEqual([masterSecretArn('users'), masterSecretArn('orders')]);
  const withSecrets = all(graph, 'aws:ecs/taskDefinition:TaskDefinition').filter(
    (definition) => containerOf(definition).secrets.length > 0,
  );
  expect(withSecrets.map(({ name }) => name)).toEqual(['migrate']);
  expect(withSecrets.map((definition) => containerOf(definition).secrets)).toEqual([
    [
      { name: 'MASTER_USERS', valueFrom: masterSecretArn('users') },
      { name: 'MASTER_ORDERS', valueFrom: masterSecretArn('orders') },
    ],
  ]);
  expect(withSecrets[0]?.secretInputs).toContain('containerDefinitions');
});

test('a master secret is decrypted through Secrets Manager only', async () => {
  const rights = rightsOf(await graphOf('dev'), 'migrate-execution');
  expect(rights.find(({ Action }) => Action.includes('kms:Decrypt'))).toMatchObject({
    Resource: [expect.stringContaining(':key/')],
    Condition: { StringEquals: { 'kms:ViaService': 'secretsmanager.eu-west-1.amazonaws.com' } },
  });
});

test('what a program may do is not what ECS may do to start it', async () => {
  for (const { inputs } of all(await graphOf('dev'), 'aws:ecs/taskDefinition:TaskDefinition')) {
    expect(inputs['taskRoleArn']).not.toBe(inputs['executionRoleArn']);
  }
  expect(rightsOf(await graphOf('dev'), 'service-execution')).toEqual([
    { Effect: 'Allow', Action: ['ecr:GetAuthorizationToken'], Resource: ['*'] },
    {
      Effect: 'Allow',
      Action: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
      Resource: ['arn:aws:ecr:eu-west-1:123456789012:repository/causeway'],
    },
    {
      Effect: 'Allow',
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: ['arn:aws:cloudwatch:eu-west-1:123456789012:service/service-0a1b2c3:*'],
    },
  ]);
});

test('runner and scheduler may run their one task, in the one cluster, with its own roles', async () => {
  const graph = await graphOf('dev');
  for (const [policy, family] of [
    ['bootstrap', 'migrate'],
    ['hop-renewal', 'renewal'],
  ] as const) {
    const rights = rightsOf(graph, policy);
    expect(rights.find(({ Action }) => Action.includes('ecs:RunTask'))).toMatchObject({
      Resource: [expect.stringMatching(`:${family}/`)],
      Condition: { ArnEquals: { 'ecs:cluster': expect.stringContaining(':ecs:') } },
    });
    expect(rights.find(({ Action }) => Action.includes('ecs:TagResource'))).toMatchObject({
      Resource: ['arn:aws:ecs:eu-west-1:123456789012:task/causeway-dev/*'],
      Condition: { StringEquals: { 'ecs:CreateAction': 'RunTask' } },
    });
    expect(rights.find(({ Action }) => Action.includes('iam:PassRole'))).toMatchObject({
      Resource: [expect.stringContaining(`${family}-task`), expect.stringContaining(`${family}-execution`)],
      Condition: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
    });
  }
});

test('a shell in a task is possible only where it is wanted', async () => {
  const shell = async (name: 'dev' | 'everythingOn') =>
    allStatements(await graphOf(name)).filter(({ statement }) =>
      statement.Action.some((action) => action.startsWith('ssmmessages:')),
    );
  expect(await shell('dev')).toEqual([]);
  expect((await shell('everythingOn')).map(({ resource }) => resource.name)).toEqual(['service-task']);
});
