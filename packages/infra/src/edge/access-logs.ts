import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { Config } from '../config/config.ts';
import type { Account } from '../operations/account.ts';
import { policyDocument } from '../operations/policy.ts';

/** What the bucket depends on. */
export type AccessLogsArgs = { readonly config: Config; readonly account: Account };

/** The bucket of the load balancer's access logs: private, encrypted, emptied in time. The balancer writes with S3's own key only. */
export class AccessLogs extends pulumi.ComponentResource {
  readonly bucket: pulumi.Output<string>;
  /** What must stand before the balancer may write. */
  readonly ready: readonly pulumi.Resource[];

  constructor(name: string, { config, account }: AccessLogsArgs, options: pulumi.ComponentResourceOptions) {
    super('causeway:infra:AccessLogs', name, {}, options);
    const prod = config.environment === 'prod';
    // Logs of production outlive it, as closed and as encrypted as before: a bucket that holds something cannot be deleted.
    const own = { parent: this, retainOnDelete: prod };
    const bucket = new aws.s3.Bucket(name, { forceDestroy: !prod }, own);
    const closed = new aws.s3.BucketPublicAccessBlock(
      name,
      {
        bucket: bucket.id,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
      own,
    );
    const rules = [{ applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }];
    new aws.s3.BucketServerSideEncryptionConfiguration(name, { bucket: bucket.id, rules }, own);
    const days = config.logRetentionDays;
    const expire = { id: 'expire', status: 'Enabled', filter: { prefix: '' }, expiration: { days } };
    new aws.s3.BucketLifecycleConfiguration(name, { bucket: bucket.id, rules: [expire] }, own);
    const written = pulumi.interpolate`${bucket.arn}/AWSLogs/${account.id}/*`;
    const policy = policyDocument([
      {
        Effect: 'Allow',
        Principal: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' },
        Action: ['s3:PutObject'],
        Resource: written,
      },
      {
        Effect: 'Deny',
        Principal: '*',
        Action: ['s3:GetObject', 's3:PutObject', 's3:ListBucket'],
        Resource: [bucket.arn, pulumi.interpolate`${bucket.arn}/*`],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ]);
    const policyOf = new aws.s3.BucketPolicy(name, { bucket: bucket.id, policy }, { ...own, dependsOn: [closed] });
    this.bucket = bucket.bucket;
    this.ready = [policyOf];
    this.registerOutputs({ bucket: this.bucket });
  }
}
