import { type IamLogin, type SignedToken, type SignToken, tokenLifetimeMs, tokenSigner } from './sign-token.ts';

/** The tokens of one process. Both functions reject with {@link IamTokenError}, which the next call may not meet any more. */
export type IamTokens = {
  /**
   * For a connection that opens now: a token that was signed at most ten minutes ago, or, where no other can be signed, one that lives on
   * for a minute. Many callers at once share one signature.
   */
  current(login: IamLogin): Promise<string>;
  /** For whoever keeps it: a token that was signed just now, with the moment at which it ends, in milliseconds since 1970. */
  fresh(login: IamLogin): Promise<SignedToken>;
  /** How signing went so far, for metrics. */
  readings(): readonly TokenReading[];
};

/** How signing went for one login. */
export type TokenReading = {
  readonly user: string;
  readonly host: string;
  /** Since the newest token was signed; undefined where none was yet. Tokens are used for up to ten minutes. */
  readonly ageSeconds: number | undefined;
  /** How often a token could not be signed. */
  readonly failures: number;
};

/** What tests replace. */
export type IamTokensOptions = {
  readonly sign?: SignToken;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** 0 to 1. */
  readonly random?: () => number;
};

/** Of a token's 15 minutes: what remains is for connections that are slow to open, and for clocks that differ. */
const reuseMs = 10 * 60_000;

/** So long before its end a token is not used any more. */
const marginMs = tokenLifetimeMs - reuseMs;

/** Where no new token can be signed, the last one is used until so long before its end: credentials may be back in a minute. */
const lastUseMs = 60_000;

/** Reuse ends up to this share of its time earlier, by chance: tokens that were signed together are not renewed together. */
const jitter = 0.1;

/** What is known of one login. */
type Entry = {
  readonly login: IamLogin;
  newest?: SignedToken;
  /** All who need a token at this moment wait for the same. */
  signing?: Promise<SignedToken>;
  reuseUntil: number;
  signedAt?: number;
  failures: number;
};

/** A cache of tokens by host, port, user, region and credentials. Nothing in it can be printed. */
export function iamTokens({
  sign = tokenSigner(),
  now = () => Date.now(),
  random = Math.random,
}: IamTokensOptions = {}): IamTokens {
  const entries = new Map<string, Entry>();

  const entryOf = (login: IamLogin): Entry => {
    const key = keyOf(login);
    const entry = entries.get(key) ?? { login, reuseUntil: 0, failures: 0 };
    entries.set(key, entry);
    return entry;
  };
  const signNew = async (entry: Entry): Promise<SignedToken> => {
    const startedAt = now();
    try {
      const signed = await sign(entry.login);
      const reusable = Math.max(0, Math.min(reuseMs, signed.endsAt - marginMs - startedAt));
      entry.reuseUntil = startedAt + reusable * (1 - jitter * random());
      entry.signedAt = startedAt;
      entry.newest = signed;
      return signed;
    } catch (error) {
      entry.failures += 1;
      throw error;
    }
  };

  return {
    async current(login) {
      const entry = entryOf(login);
      const { newest } = entry;
      if (newest !== undefined && now() < entry.reuseUntil) return newest.token.reveal();
      entry.signing ??= signNew(entry).finally(() => {
        delete entry.signing;
      });
      try {
        return (await entry.signing).token.reveal();
      } catch (error) {
        if (newest === undefined || now() >= newest.endsAt - lastUseMs) throw error;
        return newest.token.reveal();
      }
    },
    fresh: (login) => signNew(entryOf(login)),
    readings: () =>
      [...entries.values()].map(({ login, signedAt, failures }) => ({
        user: login.user,
        host: login.endpoint.host,
        ageSeconds: signedAt === undefined ? undefined : (now() - signedAt) / 1000,
        failures,
      })),
  };
}

function keyOf({ endpoint, user, auth }: IamLogin): string {
  return JSON.stringify([endpoint.host, endpoint.port, user, auth.region, auth.credentialsFile]);
}

/** The tokens of this process: every pool takes its own from here. */
export const processTokens: IamTokens = iamTokens();
