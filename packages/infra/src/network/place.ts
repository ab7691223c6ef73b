import type * as pulumi from '@pulumi/pulumi';

/** A network that things can be placed in, created here or found. */
export type Place = {
  readonly vpcId: pulumi.Input<string>;
  /** Its main range. */
  readonly cidr: pulumi.Input<string>;
  /** One in each zone, without a way in from the internet. */
  readonly privateSubnetIds: readonly pulumi.Input<string>[];
  /** Empty where nothing faces the internet. */
  readonly publicSubnetIds: readonly pulumi.Input<string>[];
  /** Of the private subnets. */
  readonly routeTableIds: readonly pulumi.Input<string>[];
};
