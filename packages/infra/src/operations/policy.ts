import * as pulumi from '@pulumi/pulumi';

/** One statement of a policy. Actions are always named one by one. */
export type Statement = {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: readonly string[];
  /** Absent in a trust policy, which is about the role itself. */
  readonly Resource?: pulumi.Input<string> | readonly pulumi.Input<string>[];
  readonly Principal?: '*' | Readonly<Record<string, pulumi.Input<string>>>;
  readonly Condition?: Readonly<
    Record<string, Readonly<Record<string, pulumi.Input<string> | readonly pulumi.Input<string>[]>>>
  >;
};

/** A policy document as JSON; it may hold values that are known only once AWS has made something. */
export function policyDocument(statements: readonly Statement[]): pulumi.Output<string> {
  return pulumi.jsonStringify({ Version: '2012-10-17', Statement: statements });
}

/** Lets a service of AWS take a role, for resources of this account only where the service says for whom it acts. */
export function trustPolicy(service: string, condition?: Statement['Condition']): pulumi.Output<string> {
  return policyDocument([
    {
      Effect: 'Allow',
      Action: ['sts:AssumeRole'],
      Principal: { Service: service },
      ...(condition === undefined ? {} : { Condition: condition }),
    },
  ]);
}
