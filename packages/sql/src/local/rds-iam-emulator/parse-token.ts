/** The parts of an RDS IAM token: a URL without its scheme, signed by SigV4 in its query. */
export type ParsedToken = {
  /** `host:port`, as it was signed. */
  readonly endpoint: string;
  /** Of the database user. */
  readonly user: string;
  readonly accessKeyId: string;
  /** `yyyymmdd`, the day in the credential scope. */
  readonly day: string;
  readonly region: string;
  /** When it was signed, `yyyymmddThhmmssZ`. */
  readonly signedAt: string;
  /** Seconds that it lives from then. */
  readonly lifetime: number;
  /** Present where it was signed by temporary credentials. */
  readonly sessionToken: string | undefined;
  readonly signature: string;
  /** Every parameter but the signature, decoded. */
  readonly signedQuery: readonly (readonly [name: string, value: string])[];
};

const tokenForm = /^([^/?#@\s]+:\d{1,5})\/\?([^#\s]+)$/;
const credentialForm = /^([^/]+)\/(\d{8})\/([^/]+)\/rds-db\/aws4_request$/;

/** Reads a token, or gives undefined where it is no RDS token at all: another password, a missing or repeated parameter. Pure. */
export function parseToken(token: string): ParsedToken | undefined {
  const [, endpoint, query] = tokenForm.exec(token) ?? [];
  if (endpoint === undefined || query === undefined) return undefined;
  const entries = [...new URLSearchParams(query)];
  const parameters = new Map(entries);
  const [, accessKeyId, day, region] = credentialForm.exec(parameters.get('X-Amz-Credential') ?? '') ?? [];
  const user = parameters.get('DBUser');
  const signedAt = parameters.get('X-Amz-Date');
  const expires = parameters.get('X-Amz-Expires') ?? '';
  const signature = parameters.get('X-Amz-Signature');
  const isWhole =
    parameters.size === entries.length &&
    parameters.get('Action') === 'connect' &&
    parameters.get('X-Amz-Algorithm') === 'AWS4-HMAC-SHA256' &&
    parameters.get('X-Amz-SignedHeaders') === 'host' &&
    /^\d{1,6}$/.test(expires);
  if (!isWhole || accessKeyId === undefined || day === undefined || region === undefined) return undefined;
  if (user === undefined || signedAt === undefined || signature === undefined) return undefined;
  return {
    endpoint,
    user,
    accessKeyId,
    day,
    region,
    signedAt,
    lifetime: Number(expires),
    sessionToken: parameters.get('X-Amz-Security-Token'),
    signature,
    signedQuery: entries.filter(([name]) => name !== 'X-Amz-Signature'),
  };
}
