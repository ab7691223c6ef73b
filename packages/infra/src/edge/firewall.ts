import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { Config } from '../config/config.ts';

/** What the firewall depends on. */
export type FirewallArgs = {
  readonly config: Config;
  readonly balancerArn: pulumi.Input<string>;
  readonly keyArn: pulumi.Input<string>;
};

/** Requests that one address may send in five minutes. */
const requestsPerAddress = 2000;

/** AWS's own lists, in the order in which they are asked. */
const managedRules: readonly { readonly name: string; readonly counted?: readonly string[] }[] = [
  { name: 'AWSManagedRulesAmazonIpReputationList' },
  { name: 'AWSManagedRulesKnownBadInputsRuleSet' },
  // GraphQL documents are longer than the 8 KiB that this rule allows; the gateway bounds them itself.
  { name: 'AWSManagedRulesCommonRuleSet', counted: ['SizeRestrictions_BODY'] },
];

/** AWS WAF before the load balancer: known attackers, known attacks, and a limit for each address. */
export class Firewall extends pulumi.ComponentResource {
  constructor(name: string, args: FirewallArgs, options: pulumi.ComponentResourceOptions) {
    super('causeway:infra:Firewall', name, {}, options);
    const own = { parent: this };
    const { config } = args;
    const prod = config.environment === 'prod';
    const acl = new aws.wafv2.WebAcl(
      name,
      {
        scope: 'REGIONAL',
        defaultAction: { allow: {} },
        visibilityConfig: visible(name),
        rules: [limitPerAddress, ...managedRules.map(managedRule)],
      },
      own,
    );
    new aws.wafv2.WebAclAssociation(name, { resourceArn: args.balancerArn, webAclArn: acl.arn }, own);
    const logs = new aws.cloudwatch.LogGroup(
      name,
      {
        // WAF writes to groups of this prefix only.
        name: `aws-waf-logs-${config.project}-${config.stack}`,
        retentionInDays: config.logRetentionDays,
        kmsKeyId: args.keyArn,
      },
      { parent: this, protect: prod, retainOnDelete: prod },
    );
    new aws.wafv2.WebAclLoggingConfiguration(
      name,
      {
        resourceArn: acl.arn,
        logDestinationConfigs: [logs.arn],
        // Tokens of callers.
        redactedFields: [{ singleHeader: { name: 'authorization' } }, { singleHeader: { name: 'cookie' } }],
      },
      own,
    );
    this.registerOutputs({});
  }
}

const visible = (metricName: string) => ({
  metricName,
  cloudwatchMetricsEnabled: true,
  sampledRequestsEnabled: true,
});

const limitPerAddress = {
  name: 'requests-per-address',
  priority: 0,
  action: { block: {} },
  statement: { rateBasedStatement: { limit: requestsPerAddress, aggregateKeyType: 'IP' } },
  visibilityConfig: visible('requests-per-address'),
};

function managedRule({ name, counted = [] }: (typeof managedRules)[number], index: number) {
  return {
    name,
    priority: index + 1,
    overrideAction: { none: {} },
    statement: {
      managedRuleGroupStatement: {
        vendorName: 'AWS',
        name,
        ruleActionOverrides: counted.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
      },
    },
    visibilityConfig: visible(name),
  };
}
