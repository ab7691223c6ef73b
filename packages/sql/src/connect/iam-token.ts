import { Signer } from '@aws-sdk/rds-signer';
import type { Endpoint } from '../topology/topology.ts';

/** What a token is bound to: RDS refuses it for any other host, port, user or region. */
export type IamLogin = { readonly endpoint: Endpoint; readonly user: string; readonly region: string };

/**
 * A function that signs a fresh RDS IAM token, valid for 15 minutes, for each new connection.
 * It serves as the driver's password callback, so a token is never stored; AWS credentials come from the default chain.
 */
export function iamToken({ endpoint, user, region }: IamLogin): () => Promise<string> {
  const signer = new Signer({ hostname: endpoint.host, port: endpoint.port, username: user, region });
  return () => signer.getAuthToken();
}
