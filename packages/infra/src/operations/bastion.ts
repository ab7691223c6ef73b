import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { type DatabaseLogin, mayConnect } from '../database/database-login.ts';
import type { Account } from './account.ts';
import { NightlyStop } from './nightly-stop.ts';
import { policyDocument, trustPolicy } from './policy.ts';

/** What the bastion depends on. */
export type BastionArgs = {
  readonly account: Account;
  readonly subnetId: pulumi.Input<string>;
  readonly securityGroupId: pulumi.Input<string>;
  readonly keyArn: pulumi.Input<string>;
  /** Whom operators on the host may sign in as. */
  readonly logins: readonly DatabaseLogin[];
  /** When it stops each day, `HH:MM` in UTC; absent where it runs on. */
  readonly stopAt?: string | undefined;
  /** Endpoints and rules: without them its first start finds no packages. */
  readonly after: readonly pulumi.Resource[];
};

/** Amazon Linux 2023 for arm64, by the parameter that AWS keeps up to date. */
const imageParameter = '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64';

/** psql comes over the S3 endpoint; the certificates only where the network has another way out. */
const userData = `#!/bin/bash
set -euo pipefail
dnf install -y postgresql17
curl -fsS --max-time 20 https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem -o /etc/pki/rds-global-bundle.pem || true
`;

/** A host that nothing can connect to: operators reach it, and the clusters through it, over SSM, and IAM says who they are. */
export class Bastion extends pulumi.ComponentResource {
  readonly instanceId: pulumi.Output<string>;

  constructor(name: string, args: BastionArgs, options: pulumi.ComponentResourceOptions) {
    super('causeway:infra:Bastion', name, {}, options);
    const own = { parent: this };
    const role = new aws.iam.Role(name, { assumeRolePolicy: trustPolicy('ec2.amazonaws.com') }, own);
    const session = new aws.iam.RolePolicyAttachment(
      name,
      { role: role.name, policyArn: `arn:${args.account.partition}:iam::aws:policy/AmazonSSMManagedInstanceCore` },
      own,
    );
    const rights = [mayConnect(args.account, args.logins)];
    new aws.iam.RolePolicy(name, { role: role.id, policy: policyDocument(rights) }, own);
    const profile = new aws.iam.InstanceProfile(name, { role: role.name }, own);
    const image = aws.ssm.getParameterOutput({ name: imageParameter }, own);
    const host = new aws.ec2.Instance(
      name,
      {
        ami: image.value,
        instanceType: 't4g.nano',
        subnetId: args.subnetId,
        vpcSecurityGroupIds: [args.securityGroupId],
        associatePublicIpAddress: false,
        iamInstanceProfile: profile.name,
        metadataOptions: { httpEndpoint: 'enabled', httpTokens: 'required', httpPutResponseHopLimit: 1 },
        rootBlockDevice: { encrypted: true, kmsKeyId: args.keyArn, volumeType: 'gp3', volumeSize: 8 },
        userData,
        userDataReplaceOnChange: true,
        tags: { Name: name },
      },
      // A newer image is no reason to end an operator's session.
      { parent: this, dependsOn: [...args.after, session], ignoreChanges: ['ami'] },
    );
    if (args.stopAt !== undefined)
      new NightlyStop(`${name}-stop`, { account: args.account, host, at: args.stopAt }, own);
    this.instanceId = host.id;
    this.registerOutputs({ instanceId: this.instanceId });
  }
}
