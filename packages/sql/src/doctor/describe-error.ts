/** What went wrong, and what to do about it. */
export type Described = { readonly text: string; readonly advice: string };

const authority =
  'Give the cluster the authority that signed it: "tls": {"ca": "rds"} for RDS and Aurora, otherwise the path of its CA file.';
const network =
  'Look whether the cluster runs, and whether this machine may reach that port (security groups, routes, a tunnel that ended).';
const slow =
  'The cluster is frozen, overloaded, or the network swallows packets: look at its metrics and at the security groups.';

/** By the code of Node, of OpenSSL or of PostgreSQL. */
const advices: Readonly<Record<string, string>> = {
  ENOTFOUND: 'Correct the host in the topology, or the DNS of this machine.',
  EAI_AGAIN: 'The DNS of this machine gives no answer: look at its resolver.',
  ECONNREFUSED: network,
  ECONNRESET: network,
  EHOSTUNREACH: network,
  ENETUNREACH: network,
  ETIMEDOUT: slow,
  ERR_TLS_CERT_ALTNAME_INVALID:
    'Write in the topology the host that the certificate bears; where a tunnel is dialled, its address goes into "via".',
  CERT_HAS_EXPIRED:
    'Renew the certificate of the server, or take the present CA file; on RDS, apply the pending certificate.',
  CERT_NOT_YET_VALID: 'Correct the clock of this machine.',
  SELF_SIGNED_CERT_IN_CHAIN: authority,
  DEPTH_ZERO_SELF_SIGNED_CERT: authority,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: authority,
  UNABLE_TO_GET_ISSUER_CERT: authority,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: authority,
  CERT_SIGNATURE_FAILURE: authority,
  IAM_TOKEN: 'Give this process AWS credentials, or the login a credentialsFile that holds some.',
  '28000':
    'Where it is an IAM login: grant rds_iam to the user, let its IAM role rds-db:connect as this user, look at region, host and port ' +
    'in the topology, and at the clock of this machine.',
  '28P01':
    'Correct user or password in the topology. A user that holds rds_iam signs in by IAM alone; one that does not, by password.',
  '3D000': 'Correct the database in the topology, or create it.',
  '42501': 'Grant the right, or look with a login that has it.',
  '53300': 'All connections are taken: raise max_connections or the limit of the role, or open fewer.',
  '57P03': 'The cluster starts, recovers, stops or is frozen: ask again in a minute, then look at its log.',
  '57014': slow,
};

/** Puts an error into words. Errors of the driver and of Node hold no password. */
export function describeError(error: unknown): Described {
  const first = error instanceof AggregateError && error.message === '' ? error.errors[0] : error;
  const text = (first instanceof Error ? first.message : String(first)).replaceAll(/\s+/g, ' ').trim();
  const code = first instanceof Error && 'code' in first ? String(first.code) : '';
  const isSlow = /^(no answer|timeout expired|timeout exceeded|Query read timeout|Connection terminated due)/.test(
    text,
  );
  return {
    text,
    advice: advices[code] ?? (isSlow ? slow : `Look at the log of the server${code === '' ? '' : ` (${code})`}.`),
  };
}
