import type * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { Account } from '../operations/account.ts';
import type { Statement } from '../operations/policy.ts';
import type { Task } from './task.ts';

/** What may be run, and where. */
export type RunTaskArgs = { readonly task: { readonly account: Account }; readonly cluster: aws.ecs.Cluster };

/** Lets a role run one task in one cluster, tagged as its definition is, with the task's own roles. */
export function runTaskRights(task: Task, { task: { account }, cluster }: RunTaskArgs): readonly Statement[] {
  const { partition, region, id } = account;
  return [
    {
      Effect: 'Allow',
      Action: ['ecs:RunTask'],
      Resource: task.definitionArn,
      Condition: { ArnEquals: { 'ecs:cluster': cluster.arn } },
    },
    {
      // Handing on the definition's tags is a right of its own.
      Effect: 'Allow',
      Action: ['ecs:TagResource'],
      Resource: pulumi.interpolate`arn:${partition}:ecs:${region}:${id}:task/${cluster.name}/*`,
      Condition: { StringEquals: { 'ecs:CreateAction': 'RunTask' } },
    },
    {
      Effect: 'Allow',
      Action: ['iam:PassRole'],
      Resource: [task.taskRole.arn, task.executionRole.arn],
      Condition: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
    },
  ];
}
