import type { Secret } from '../secret.ts';

/** A host name or address, and the TCP port that PostgreSQL answers on there. */
export type Address = { readonly host: string; readonly port: number };

/**
 * Where a cluster is: the name that its certificate bears and that tokens are signed for. Through a tunnel this process dials
 * another address, `via`; the clusters themselves reach each other without it.
 */
export type Endpoint = Address & { readonly via?: Address };

/** By an RDS IAM token, signed with the credentials of the AWS SDK's default chain, or of the file of that absolute path. */
export type IamAuth = { readonly kind: 'iam'; readonly region: string; readonly credentialsFile?: string };

/** How a login proves itself: by a fixed password, or by an RDS IAM token. */
export type Auth = { readonly kind: 'password'; readonly password: Secret } | IamAuth;

/** A database user with its way of signing in. */
export type Login = { readonly user: string; readonly auth: Auth };

/** `false`: plain text. Otherwise verify-full, against the RDS certificates or the CA file at an absolute path. */
export type Tls = false | { readonly ca: 'rds' } | { readonly ca: 'file'; readonly path: string };

/** One PostgreSQL cluster as the gateway sees it. */
export type Cluster = {
  readonly name: string;
  readonly writer: Endpoint;
  /** Where queries go; the writer where the topology names no reader. */
  readonly reader: Endpoint;
  readonly database: string;
  readonly tls: Tls;
  /** The gateway's own login: on the hub it may read tables and views, and nothing else. */
  readonly gateway: Login;
  /** The login that migrates, imports and manages foreign servers. Where it is absent, only queries can be run: see `adminOf`. */
  readonly admin?: Login | undefined;
  /** The read-only login that the hub's user mapping holds for this cluster. Absent on the hub and where no hop is wanted. */
  readonly hop?: Login;
  /** Of the hub: the login that renews the tokens of the hops; it owns the foreign servers and nothing else. The admin's where absent. */
  readonly renewer?: Login;
};

/** Which clusters exist, and which of them is the hub: the one with the foreign servers, foreign tables and views. */
export type Topology = { readonly hub: Cluster; readonly others: readonly Cluster[] };
