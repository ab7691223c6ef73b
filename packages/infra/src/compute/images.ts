import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { Config } from '../config/config.ts';

/** What the repository depends on. */
export type ImagesArgs = { readonly config: Config; readonly keyArn: pulumi.Input<string> };

/** The repository of the gateway's image. A tag once pushed stays what it is. */
export class Images extends pulumi.ComponentResource {
  readonly url: pulumi.Output<string>;

  constructor(name: string, { config, keyArn }: ImagesArgs, options: pulumi.ComponentResourceOptions) {
    super('causeway:infra:Images', name, {}, options);
    const repository = new aws.ecr.Repository(
      name,
      {
        // Whoever builds the image has to know where it goes.
        name: `${config.project}-${config.stack}`,
        imageTagMutability: 'IMMUTABLE',
        imageScanningConfiguration: { scanOnPush: true },
        encryptionConfigurations: [{ encryptionType: 'KMS', kmsKey: keyArn }],
        forceDelete: config.environment !== 'prod',
      },
      { parent: this },
    );
    const policy = JSON.stringify({ rules: [expireUntagged, keepNewest] });
    new aws.ecr.LifecyclePolicy(name, { repository: repository.name, policy }, { parent: this });
    this.url = repository.repositoryUrl;
    this.registerOutputs({ url: this.url });
  }
}

const expireUntagged = {
  rulePriority: 1,
  selection: { tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 7 },
  action: { type: 'expire' },
};

const keepNewest = {
  rulePriority: 2,
  selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 20 },
  action: { type: 'expire' },
};
