import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { Config } from '../config/config.ts';
import type { Place } from './place.ts';
import { type Peer, type SecurityRule, securityGroups } from './security-rules.ts';

/** What the groups depend on. */
export type SecurityGroupsArgs = { readonly config: Config; readonly place: Place };

/** All groups of the stack, without a rule: rules name groups on both sides, so all groups come first. */
export class SecurityGroups extends pulumi.ComponentResource {
  private readonly ids: ReadonlyMap<string, pulumi.Output<string>>;

  constructor(name: string, { config, place }: SecurityGroupsArgs, options: pulumi.ComponentResourceOptions) {
    super('causeway:infra:SecurityGroups', name, {}, options);
    const entries = securityGroups(config).map((group) => {
      const description = `${config.project} ${config.stack}: ${group}`;
      const tags = { Name: `${config.project}-${config.stack}-${group}` };
      const made = new aws.ec2.SecurityGroup(
        group,
        { vpcId: place.vpcId, description, revokeRulesOnDelete: true, tags },
        { parent: this },
      );
      return [group, made.id] as const;
    });
    this.ids = new Map(entries);
    this.registerOutputs({});
  }

  /** The id of a group. @throws for a group that this stack has not. */
  id(group: string): pulumi.Output<string> {
    const id = this.ids.get(group);
    if (id === undefined) throw new Error(`This stack has no security group "${group}".`);
    return id;
  }
}

/** What the rules depend on. */
export type SecurityRulesArgs = {
  readonly rules: readonly SecurityRule[];
  readonly groups: SecurityGroups;
  readonly place: Place;
  /** S3's list of addresses; present where a rule names S3. */
  readonly s3PrefixListId: pulumi.Input<string> | undefined;
};

/** The rules, each a resource of its own: a rule inside a group is not taken away when its line is deleted. */
export class SecurityRules extends pulumi.ComponentResource {
  /** Every rule. Who needs a connection at its start waits for all of them. */
  readonly all: readonly pulumi.Resource[];

  constructor(name: string, args: SecurityRulesArgs, options: pulumi.ComponentResourceOptions) {
    super('causeway:infra:SecurityRules', name, {}, options);
    this.all = args.rules.map((rule) => {
      const { group, direction, peer, port, description } = rule;
      const common = {
        securityGroupId: args.groups.id(group),
        ipProtocol: 'tcp',
        fromPort: port,
        toPort: port,
        description,
      };
      const ruleArgs = { ...common, ...peerArgs(peer, args) };
      const Rule = direction === 'ingress' ? aws.vpc.SecurityGroupIngressRule : aws.vpc.SecurityGroupEgressRule;
      return new Rule(`${group}-${direction}-${peerName(peer)}-${port}`, ruleArgs, { parent: this });
    });
    this.registerOutputs({});
  }
}

function peerName(peer: Peer): string {
  if (peer.kind === 'group') return peer.group;
  return peer.kind === 'cidr' ? peer.cidr : peer.kind;
}

function peerArgs(peer: Peer, { groups, place, s3PrefixListId }: SecurityRulesArgs) {
  switch (peer.kind) {
    case 'group':
      return { referencedSecurityGroupId: groups.id(peer.group) };
    case 'cidr':
      return { cidrIpv4: peer.cidr };
    case 'network':
      return { cidrIpv4: place.cidr };
    case 's3':
      return { prefixListId: s3PrefixListId };
  }
}
