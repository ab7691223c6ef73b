import { type IamLogin, type SignedToken, type SignToken, tokenLifetimeMs, tokenSigner } from './sign-token.ts';

/** The tokens of one process. Both functions reject with {@link IamTokenError}, which the next call may not meet any more. */
export type IamTokens = {
  /** For a connection that opens now: a token that was signed at most ten minutes ago. Many callers at once share one signature. */
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

/** Reuse ends up to this share of its time earlier, by chance: tokens that were signed together are not renewed together. */
const jitter = 0.1;

/** A cache of tokens by host, port, user, region and credentials. Nothing in it can be printed. */
export function iamTokens({
  sign = tokenSigner(),
  now = () => Date.now(),
  random = Math.random,
}: IamTokensOptions = {}): IamTokens {
  const history = new Map<string, { readonly login: IamLogin; signedAt?: number; failures: number }>();
  const entries = new Map<string, { readonly signed: Promise<SignedToken>; reuseUntil: number }>();

  const signNew = (key: string, login: IamLogin): Promise<SignedToken> => {
    const signed = sign(login);
    const entry = { signed, reuseUntil: Number.POSITIVE_INFINITY };
    entries.set(key, entry);
    const startedAt = now();
    const past = history.get(key) ?? { login, failures: 0 };
    history.set(key, past);
    signed.then(
      ({ endsAt }) => {
        past.signedAt = startedAt;
        const reusable = Math.max(0, Math.min(reuseMs, endsAt - marginMs - startedAt));
        entry.reuseUntil = startedAt + reusable * (1 - jitter * random());
      },
      () => {
        past.failures += 1;
        if (entries.get(key) === entry) entries.delete(key);
      },
    );
    return signed;
  };

  return {
    async current(login) {
      const key = keyOf(login);
      const known = entries.get(key);
      const { token } = await (known !== undefined && now() < known.reuseUntil ? known.signed : signNew(key, login));
      return token.reveal();
    },
    fresh: (login) => signNew(keyOf(login), login),
    readings: () =>
      [...history.values()].map(({ login, signedAt, failures }) => ({
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
