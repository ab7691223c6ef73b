// @ts-check
// Plain JavaScript: AWS Lambda runs this file as it stands, with the AWS client of its own runtime.
import { setTimeout as sleep } from 'node:timers/promises';
import { DescribeTasksCommand, ECSClient, RunTaskCommand } from '@aws-sdk/client-ecs';

/**
 * Which task to run, and where.
 * @typedef {{
 *   readonly cluster: string,
 *   readonly taskDefinition: string,
 *   readonly container: string,
 *   readonly subnets: readonly string[],
 *   readonly securityGroups: readonly string[],
 * }} RunTaskEvent
 */

/** Milliseconds between two looks at the task. */
const pollMs = Number(process.env['POLL_MS'] ?? 5000);

/**
 * Runs a Fargate task and waits until it has stopped, so that `pulumi up` can wait for a task with no tool on the operator's
 * machine. Throws where the task cannot be started, or ends with anything but 0: the message says why, and `up` fails with it.
 *
 * @param {RunTaskEvent} event
 * @returns {Promise<{ readonly task: string, readonly exitCode: 0 }>}
 */
export async function handler(event) {
  const ecs = new ECSClient({});
  const { tasks = [], failures = [] } = await ecs.send(
    new RunTaskCommand({
      cluster: event.cluster,
      taskDefinition: event.taskDefinition,
      launchType: 'FARGATE',
      propagateTags: 'TASK_DEFINITION',
      networkConfiguration: {
        awsvpcConfiguration: {
          subnets: [...event.subnets],
          securityGroups: [...event.securityGroups],
          assignPublicIp: 'DISABLED',
        },
      },
    }),
  );
  const task = tasks[0]?.taskArn;
  if (task === undefined) {
    const reasons = failures.map(({ reason, detail }) => [reason, detail].filter(Boolean).join(': '));
    throw new Error(`ECS did not start ${event.taskDefinition}: ${reasons.join('; ') || 'it gave no reason'}`);
  }
  for (;;) {
    await sleep(pollMs);
    const answer = await ecs.send(new DescribeTasksCommand({ cluster: event.cluster, tasks: [task] }));
    const found = answer.tasks?.[0];
    if (found?.lastStatus === 'STOPPED') return { task, exitCode: exitCodeOf(found, event.container) };
  }
}

/**
 * @param {import('@aws-sdk/client-ecs').Task} task
 * @param {string} name
 * @returns {0}
 */
function exitCodeOf(task, name) {
  const container = task.containers?.find((candidate) => candidate.name === name);
  if (container?.exitCode === 0) return 0;
  const reasons = [task.stoppedReason, container?.reason].filter(Boolean).join('; ');
  throw new Error(
    `Task ${task.taskArn} ended with exit code ${container?.exitCode ?? 'none'} (${reasons}): its log says why.`,
  );
}
