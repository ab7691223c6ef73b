import * as aws from '@pulumi/aws';
import type { Config } from '../config/config.ts';

/** Where everything stands, as ARNs name it. */
export type Account = { readonly id: string; readonly partition: string; readonly region: string };

/**
 * The one provider of the program. It refuses any account but the configured one, and tags whatever it makes, also what AWS
 * makes on its behalf.
 */
export function createProvider(config: Config): aws.Provider {
  return new aws.Provider('aws', {
    region: config.region,
    ...(config.accountId === undefined ? {} : { allowedAccountIds: [config.accountId] }),
    defaultTags: { tags: defaultTags(config) },
  });
}

function defaultTags({ project, stack, owner, costCentre, tags }: Config): Readonly<Record<string, string>> {
  return {
    ...tags,
    Project: project,
    Stack: stack,
    ManagedBy: 'pulumi',
    ...(owner === undefined ? {} : { Owner: owner }),
    ...(costCentre === undefined ? {} : { CostCentre: costCentre }),
  };
}

/** Asks AWS whose credentials these are. Their account and partition stand in the ARNs of policies. */
export async function readAccount(provider: aws.Provider, region: string): Promise<Account> {
  const [identity, partition] = await Promise.all([
    aws.getCallerIdentity({}, { provider }),
    aws.getPartition({}, { provider }),
  ]);
  return { id: identity.accountId, partition: partition.partition, region };
}
