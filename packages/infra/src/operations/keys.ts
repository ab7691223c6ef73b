import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { Config } from '../config/config.ts';
import type { Account } from './account.ts';
import { policyDocument, type Statement } from './policy.ts';

/** What the keys depend on. */
export type KeysArgs = { readonly config: Config; readonly account: Account };

/** The key that everything of this stack is encrypted with: data, backups, the master secrets, logs and alarms. */
export class Keys extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;

  constructor(name: string, { config, account }: KeysArgs, options: pulumi.ComponentResourceOptions) {
    super('causeway:infra:Keys', name, {}, options);
    const prod = config.environment === 'prod';
    const key = new aws.kms.Key(
      name,
      {
        description: `Data, secrets and logs of ${config.project} ${config.stack}`,
        enableKeyRotation: true,
        deletionWindowInDays: 30,
        multiRegion: false,
        policy: policyDocument(keyPolicy(account)),
      },
      // Without its key a snapshot or log is lost, also one that outlives the stack.
      { parent: this, protect: prod, retainOnDelete: prod },
    );
    new aws.kms.Alias(
      name,
      { name: `alias/${config.project}-${config.stack}`, targetKeyId: key.keyId },
      { parent: this },
    );
    this.arn = key.arn;
    this.registerOutputs({ arn: this.arn });
  }
}

function keyPolicy({ id, partition, region }: Account): readonly Statement[] {
  const ofAccount = { StringEquals: { 'aws:SourceAccount': id } };
  return [
    {
      // Whom IAM lets do these. `kms:*` is usual here; the list is what administrators and AWS's services need of it.
      Effect: 'Allow',
      Principal: { AWS: `arn:${partition}:iam::${id}:root` },
      Action: administration,
      Resource: '*',
    },
    {
      Effect: 'Allow',
      Principal: { Service: `logs.${region}.amazonaws.com` },
      Action: encryption,
      Resource: '*',
      Condition: {
        ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:${partition}:logs:${region}:${id}:log-group:*` },
      },
    },
    // These publish to the encrypted topic.
    ...['cloudwatch.amazonaws.com', 'events.rds.amazonaws.com', 'budgets.amazonaws.com'].map(
      (service): Statement => ({
        Effect: 'Allow',
        Principal: { Service: service },
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
        Resource: '*',
        Condition: ofAccount,
      }),
    ),
  ];
}

const encryption = [
  'kms:Encrypt',
  'kms:Decrypt',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:DescribeKey',
];

const administration = [
  ...encryption,
  'kms:CreateAlias',
  'kms:UpdateAlias',
  'kms:DeleteAlias',
  'kms:CreateGrant',
  'kms:ListGrants',
  'kms:RevokeGrant',
  'kms:RetireGrant',
  'kms:GetKeyPolicy',
  'kms:PutKeyPolicy',
  'kms:ListKeyPolicies',
  'kms:GetKeyRotationStatus',
  'kms:EnableKeyRotation',
  'kms:DisableKeyRotation',
  'kms:RotateKeyOnDemand',
  'kms:ListKeyRotations',
  'kms:EnableKey',
  'kms:DisableKey',
  'kms:UpdateKeyDescription',
  'kms:TagResource',
  'kms:UntagResource',
  'kms:ListResourceTags',
  'kms:ScheduleKeyDeletion',
  'kms:CancelKeyDeletion',
];
