import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { Account } from '../operations/account.ts';
import { policyDocument, trustPolicy } from '../operations/policy.ts';

/** What the channel depends on. */
export type SlackChannelArgs = {
  readonly account: Account;
  readonly configurationName: string;
  readonly workspace: string;
  readonly channel: string;
  readonly topicArn: pulumi.Input<string>;
};

/** The regions in which the service is configured; the topics that it reads may stand in any. */
const regions = ['us-east-2', 'us-west-2', 'eu-west-1', 'ap-southeast-1'];

/**
 * A channel of Slack that is told of each alarm, with its graph, by Amazon Q Developer (once AWS Chatbot). Somebody has to have
 * let that into the workspace, in AWS's console. Who writes in the channel can look at metrics and do nothing: without the
 * guardrail AWS would let its role do anything.
 */
export class SlackChannel extends pulumi.ComponentResource {
  constructor(name: string, args: SlackChannelArgs, options: pulumi.ComponentResourceOptions) {
    super('causeway:infra:SlackChannel', name, {}, options);
    const own = { parent: this };
    const { account } = args;
    const role = new aws.iam.Role(name, { assumeRolePolicy: trustPolicy('chatbot.amazonaws.com') }, own);
    const rights = policyDocument([{ Effect: 'Allow', Action: looking, Resource: '*' }]);
    new aws.iam.RolePolicy(name, { role: role.id, policy: rights }, own);
    new aws.chatbot.SlackChannelConfiguration(
      name,
      {
        region: regions.includes(account.region) ? account.region : 'us-east-2',
        configurationName: args.configurationName,
        slackTeamId: args.workspace,
        slackChannelId: args.channel,
        snsTopicArns: [args.topicArn],
        iamRoleArn: role.arn,
        guardrailPolicyArns: [`arn:${account.partition}:iam::aws:policy/CloudWatchReadOnlyAccess`],
        loggingLevel: 'ERROR',
      },
      own,
    );
    this.registerOutputs({});
  }
}

/** What the graph of an alarm needs; these actions know no single metric. */
const looking = [
  'cloudwatch:DescribeAlarms',
  'cloudwatch:GetMetricData',
  'cloudwatch:GetMetricWidgetImage',
  'cloudwatch:ListMetrics',
];
