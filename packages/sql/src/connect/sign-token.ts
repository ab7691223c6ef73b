import { fromIni, fromNodeProviderChain } from '@aws-sdk/credential-providers';
import { Signer } from '@aws-sdk/rds-signer';
import { Secret } from '../secret.ts';
import type { Address, IamAuth } from '../topology/topology.ts';

/** What a token is bound to: RDS refuses it for any other host, port, user or region. */
export type IamLogin = { readonly endpoint: Address; readonly user: string; readonly auth: IamAuth };

/** A token, and moments in milliseconds since 1970. */
export type SignedToken = {
  readonly token: Secret;
  /** 15 minutes on, or with the credentials that signed it. */
  readonly endsAt: number;
  /** When those credentials end; absent where they do not. */
  readonly credentialsEndAt?: number;
};

/** Signs a new token. */
export type SignToken = (login: IamLogin) => Promise<SignedToken>;

/** A token could not be signed: says for whom, why, and what to look at. */
export class IamTokenError extends Error {
  override readonly name = 'IamTokenError';
  readonly code = 'IAM_TOKEN';
}

/** How long RDS takes a token, in milliseconds. */
export const tokenLifetimeMs = 15 * 60_000;

/**
 * A function that signs tokens with @aws-sdk/rds-signer. It keeps the credentials between calls, and asks for new ones where those
 * it has would end before the token does. Rejects with {@link IamTokenError}.
 */
export function tokenSigner(): SignToken {
  const providers = new Map<string, CredentialProvider>();
  return async ({ endpoint, user, auth }) => {
    const key = auth.credentialsFile ?? '';
    const provider = providers.get(key) ?? credentialsOf(auth);
    providers.set(key, provider);
    try {
      const credentials = await freshEnough(provider);
      const { host: hostname, port } = endpoint;
      const signer = new Signer({ hostname, port, username: user, region: auth.region, credentials });
      const lives = Date.now() + tokenLifetimeMs;
      const token = new Secret(await signer.getAuthToken());
      const credentialsEndAt = credentials.expiration?.getTime();
      if (credentialsEndAt === undefined) return { token, endsAt: lives };
      return { token, endsAt: Math.min(lives, credentialsEndAt), credentialsEndAt };
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      const where =
        auth.credentialsFile ??
        'the AWS credentials of this process (environment, profile, role of the task or instance)';
      throw new IamTokenError(
        `No IAM token could be signed for user "${user}" at ${endpoint.host}:${endpoint.port}: ${why}. Check ${where}.`,
        { cause },
      );
    }
  };
}

type CredentialProvider = ReturnType<typeof fromNodeProviderChain>;

/** The file stands for AWS's own configuration file too: nothing of the user's profiles mixes with it. */
function credentialsOf({ credentialsFile: filepath }: IamAuth): CredentialProvider {
  return filepath === undefined
    ? fromNodeProviderChain()
    : fromIni({ profile: 'default', filepath, configFilepath: filepath, ignoreCache: true });
}

/** Credentials that outlive a token, where there are any; otherwise the best there are. */
async function freshEnough(provider: CredentialProvider): ReturnType<CredentialProvider> {
  const credentials = await provider();
  const { expiration } = credentials;
  if (expiration === undefined || expiration.getTime() - Date.now() >= tokenLifetimeMs) return credentials;
  return await provider({ forceRefresh: true }).catch(() => credentials);
}
