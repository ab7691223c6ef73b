import type { Secret } from '../secret.ts';
import type { Auth, Endpoint } from '../topology/topology.ts';
import type { ForeignColumn } from './foreign-table.ts';

/** Options of a foreign object as PostgreSQL keeps them: name and value, both text. Never holds a password. */
export type Options = Readonly<Record<string, string>>;

/** A role of the hub, and whether one may log in as it. */
export type RoleState = { readonly name: string; readonly login: boolean };

/** A schema of the hub that holds nothing but foreign tables, or nothing but views over them. */
export type SchemaState = { readonly name: string; readonly owner: string };

/** A foreign server of postgres_fdw: how the hub reaches one cluster. */
export type ServerState = { readonly name: string; readonly owner: string; readonly options: Options };

/** A foreign table, with its columns in their order. */
export type ForeignTableState = {
  readonly schema: string;
  readonly name: string;
  readonly owner: string;
  readonly server: string;
  readonly options: Options;
  readonly columns: readonly ForeignColumn[];
};

/** A view that the gateway reads: those columns of one foreign table, read with the rights of its owner. */
export type WantedView = {
  readonly schema: string;
  readonly name: string;
  readonly owner: string;
  readonly source: { readonly schema: string; readonly name: string };
  readonly columns: readonly string[];
};

/** A view as it is. */
export type PresentView = {
  readonly schema: string;
  readonly name: string;
  readonly owner: string;
  /** Its query, as pg_get_viewdef prints it. */
  readonly definition: string;
  /** Storage options such as `security_invoker=true`; ours have none. */
  readonly settings: readonly string[];
};

/** A right on one of our objects that somebody else than its owner holds. */
export type GrantState = {
  readonly on: 'schema' | 'relation' | 'server';
  /** The schema that a relation stands in; null for schemas and servers themselves. */
  readonly schema: string | null;
  readonly name: string;
  /** Of a relation, where the right covers one column only. */
  readonly column: string | null;
  /** A role's name; null for PUBLIC. */
  readonly role: string | null;
  /** In upper case: SELECT, USAGE, … */
  readonly privilege: string;
};

/** The login that the hub uses at a server, as the topology has it. */
export type WantedMapping = {
  readonly server: string;
  readonly role: string;
  readonly user: string;
  readonly auth: Auth;
  /** Where the server connects to: a token is signed for that host and port. */
  readonly endpoint: Endpoint;
};

/** A user mapping as it is; its password is only compared, never printed. */
export type PresentMapping = {
  readonly server: string;
  /** Null for a mapping of PUBLIC. */
  readonly role: string | null;
  /** All but the password; null where this login may not read the mapping. */
  readonly options: Options | null;
  readonly password: Secret | null;
};

/** The part of our objects that has one shape, wanted and present. */
export type HubObjects = {
  readonly roles: readonly RoleState[];
  readonly schemas: readonly SchemaState[];
  readonly servers: readonly ServerState[];
  readonly tables: readonly ForeignTableState[];
  readonly grants: readonly GrantState[];
};

/** What the topology and the list of foreign tables ask for. */
export type ForeignState = HubObjects & {
  /** The login that queries run as. */
  readonly gateway: string;
  /** Owns the foreign servers: the renewer's login, or the owner role where there is none. */
  readonly serverOwner: string;
  readonly views: readonly WantedView[];
  readonly mappings: readonly WantedMapping[];
};

/** A login's membership in the owner role, and who granted it; null where that role is gone. */
export type Membership = { readonly role: string; readonly grantor: string | null };

/** What the hub's catalogs say, read by `readPresentState`. */
export type PresentState = HubObjects & {
  readonly views: readonly PresentView[];
  readonly mappings: readonly PresentMapping[];
  /** The extension postgres_fdw is installed. */
  readonly extension: boolean;
  /** The servers' owner may use the extension, which a role needs to own a server. */
  readonly ownerMayUseExtension: boolean;
  /** Memberships of the gateway's login in the owner role, which none should have: it could read the mapping's password. */
  readonly gatewayMemberships: readonly Membership[];
  /** Of the owner role and the servers' owner, those that the login that reads this may act as. */
  readonly adminMayActAs: readonly string[];
};
