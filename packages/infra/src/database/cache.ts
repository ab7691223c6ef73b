import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { Config } from '../config/config.ts';

/** What the cache depends on. */
export type CacheArgs = {
  readonly config: Config;
  readonly subnetIds: readonly pulumi.Input<string>[];
  readonly securityGroupId: pulumi.Input<string>;
  readonly keyArn: pulumi.Input<string>;
};

/** A serverless Valkey cache, encrypted at rest and on the way, whose one user signs in with IAM. */
export class Cache extends pulumi.ComponentResource {
  readonly address: pulumi.Output<string>;
  /** What `elasticache:Connect` must name: the cache, and its user. */
  readonly arns: readonly pulumi.Output<string>[];

  constructor(name: string, args: CacheArgs, options: pulumi.ComponentResourceOptions) {
    super('causeway:infra:Cache', name, {}, options);
    const own = { parent: this };
    const id = `${args.config.project}-${args.config.stack}`;
    // With IAM, ElastiCache wants the user's id and name to be the same.
    const user = new aws.elasticache.User(
      name,
      {
        userId: `${id}-gateway`,
        userName: `${id}-gateway`,
        engine: 'valkey',
        accessString: 'on ~* -@all +@read +@write',
        authenticationMode: { type: 'iam' },
      },
      own,
    );
    const group = new aws.elasticache.UserGroup(
      name,
      { userGroupId: id, engine: 'valkey', userIds: [user.userId] },
      own,
    );
    const cache = new aws.elasticache.ServerlessCache(
      name,
      {
        name: id,
        engine: 'valkey',
        subnetIds: [...args.subnetIds],
        securityGroupIds: [args.securityGroupId],
        kmsKeyId: args.keyArn,
        userGroupId: group.userGroupId,
      },
      own,
    );
    this.address = cache.endpoints.apply((endpoints) => endpoints[0]?.address ?? '');
    this.arns = [cache.arn, user.arn];
    this.registerOutputs({ address: this.address });
  }
}
