import * as pulumi from '@pulumi/pulumi';
import type { Account } from '../operations/account.ts';
import type { Statement } from '../operations/policy.ts';

/** A database user of a cluster, or of a proxy before it, by what IAM calls that: `cluster-…` or `prx-…`. */
export type DatabaseLogin = { readonly resourceId: pulumi.Input<string>; readonly user: string };

/** Lets a role sign in as exactly these database users. The service is rds-db, and the name is the resource's id. */
export function mayConnect(account: Account, logins: readonly DatabaseLogin[]): Statement {
  const { partition, region, id } = account;
  return {
    Effect: 'Allow',
    Action: ['rds-db:connect'],
    Resource: logins.map(
      ({ resourceId, user }) =>
        pulumi.interpolate`arn:${partition}:rds-db:${region}:${id}:dbuser:${resourceId}/${user}`,
    ),
  };
}
