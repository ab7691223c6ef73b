import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';

const event = {
  cluster: 'arn:aws:ecs:eu-west-1:123456789012:cluster/causeway-dev',
  taskDefinition: 'arn:aws:ecs:eu-west-1:123456789012:task-definition/causeway-dev-migrate:3',
  container: 'migrate',
  subnets: ['subnet-a', 'subnet-b'],
  securityGroups: ['sg-a'],
};
const taskArn = 'arn:aws:ecs:eu-west-1:123456789012:task/causeway-dev/1';

const request = z.object({ target: z.string(), body: z.record(z.string(), z.unknown()) });
type Request = z.output<typeof request>;

/** What ECS answers next, one for each request; and what it was asked. */
let answers: unknown[] = [];
let asked: Request[] = [];

const ecs = createServer(async (incoming, response) => {
  const chunks: string[] = [];
  for await (const chunk of incoming) chunks.push(String(chunk));
  const target = incoming.headers['x-amz-target'];
  asked.push(request.parse({ target, body: JSON.parse(chunks.join('')) }));
  response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' });
  response.end(JSON.stringify(answers.shift() ?? {}));
});

beforeAll(async () => {
  await once(ecs.listen(0, '127.0.0.1'), 'listening');
  const address = ecs.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  vi.stubEnv('AWS_ENDPOINT_URL_ECS', `http://127.0.0.1:${port}`);
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'id');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'key');
  vi.stubEnv('POLL_MS', '1');
});

afterAll(() => {
  vi.unstubAllEnvs();
  ecs.closeAllConnections();
  ecs.close();
});

beforeEach(() => {
  answers = [];
  asked = [];
});

// Imported late: it reads its environment as Lambda loads it.
const run = async () => (await import('../../src/lambda/run-task.js')).handler(event);
const started = { tasks: [{ taskArn }], failures: [] };
const seen = (lastStatus: string, containers: readonly object[] = [], stoppedReason?: string) => ({
  tasks: [{ taskArn, lastStatus, stoppedReason, containers }],
});

test('the task is run privately, and waited for until it has stopped', async () => {
  answers = [started, seen('PROVISIONING'), seen('RUNNING'), seen('STOPPED', [{ name: 'migrate', exitCode: 0 }])];
  expect(await run()).toEqual({ task: taskArn, exitCode: 0 });
  expect(asked.map(({ target }) => target.split('.').at(-1))).toEqual([
    'RunTask',
    'DescribeTasks',
    'DescribeTasks',
    'DescribeTasks',
  ]);
  expect(asked[0]?.body).toMatchObject({
    cluster: event.cluster,
    taskDefinition: event.taskDefinition,
    launchType: 'FARGATE',
    propagateTags: 'TASK_DEFINITION',
    networkConfiguration: {
      awsvpcConfiguration: { subnets: event.subnets, securityGroups: event.securityGroups, assignPublicIp: 'DISABLED' },
    },
  });
  expect(asked[1]?.body).toEqual({ cluster: event.cluster, tasks: [taskArn] });
});

test('a task that ends with another code fails the up, with the reason', async () => {
  answers = [started, seen('STOPPED', [{ name: 'migrate', exitCode: 1 }], 'Essential container in task exited')];
  await expect(run()).rejects.toThrow(`Task ${taskArn} ended with exit code 1 (Essential container in task exited)`);
});

test('a task that never ran has no exit code, which is no success', async () => {
  answers = [started, seen('STOPPED', [{ name: 'migrate', reason: 'CannotPullContainerError' }])];
  await expect(run()).rejects.toThrow('ended with exit code none (CannotPullContainerError)');
});

test('another container that ended well is not the one that counts', async () => {
  answers = [started, seen('STOPPED', [{ name: 'sidecar', exitCode: 0 }])];
  await expect(run()).rejects.toThrow('exit code none');
});

test('a task that ECS does not start fails the up, with its reason', async () => {
  answers = [{ tasks: [], failures: [{ reason: 'RESOURCE:ENI', detail: 'no addresses' }] }];
  await expect(run()).rejects.toThrow('RESOURCE:ENI: no addresses');
});
