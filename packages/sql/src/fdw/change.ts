import type {
  ForeignTableState,
  GrantState,
  Membership,
  Options,
  RoleState,
  ServerState,
  WantedMapping,
  WantedView,
} from './foreign-state.ts';

/** Changed options of a foreign object: a value to set, or null to drop it. `before` is null where the option is new. */
export type OptionChange = { readonly name: string; readonly before: string | null; readonly after: string | null };

/** One step from what stands on the hub to what is wanted. */
export type Change =
  | { readonly kind: 'create-extension' }
  | { readonly kind: 'create-role'; readonly role: RoleState }
  | { readonly kind: 'set-role-login'; readonly role: RoleState }
  | { readonly kind: 'let-admin-act-as-owner'; readonly owner: string }
  | { readonly kind: 'let-owner-use-extension'; readonly owner: string }
  | { readonly kind: 'revoke-membership'; readonly owner: string; readonly membership: Membership }
  | {
      readonly kind: 'change-owner';
      readonly of: OwnedKind;
      readonly schema: string | null;
      readonly name: string;
      readonly before: string;
      readonly after: string;
    }
  | { readonly kind: 'drop-view'; readonly schema: string; readonly name: string; readonly because: string }
  | { readonly kind: 'drop-table'; readonly schema: string; readonly name: string; readonly because: string }
  | { readonly kind: 'drop-mapping'; readonly server: string; readonly role: string | null; readonly because: string }
  | { readonly kind: 'drop-server'; readonly name: string }
  | { readonly kind: 'drop-schema'; readonly name: string }
  | { readonly kind: 'create-schema'; readonly name: string; readonly owner: string }
  | { readonly kind: 'create-server'; readonly server: ServerState }
  | { readonly kind: 'set-server-options'; readonly name: string; readonly options: readonly OptionChange[] }
  | { readonly kind: 'create-mapping'; readonly mapping: WantedMapping }
  | { readonly kind: 'create-table'; readonly table: ForeignTableState }
  | {
      readonly kind: 'set-table-options';
      readonly schema: string;
      readonly name: string;
      readonly options: readonly OptionChange[];
    }
  | { readonly kind: 'create-view'; readonly view: WantedView }
  | { readonly kind: 'revoke'; readonly grant: GrantState }
  | { readonly kind: 'grant'; readonly grant: GrantState };

/** What can have an owner. */
export type OwnedKind = 'schema' | 'server' | 'foreign table' | 'view';

/** One readable line: what would be done, to what, and why where that is not plain. Never shows a password. */
export function describeChange(change: Change): string {
  switch (change.kind) {
    case 'create-extension':
      return 'create extension postgres_fdw';
    case 'create-role':
      return `create role ${change.role.name} (${change.role.login ? 'login' : 'no login'})`;
    case 'set-role-login':
      return `change role ${change.role.name}: ${change.role.login ? 'allow' : 'forbid'} login`;
    case 'let-admin-act-as-owner':
      return `let this login act as role ${change.owner}`;
    case 'let-owner-use-extension':
      return `let role ${change.owner} use postgres_fdw`;
    case 'revoke-membership':
      return `revoke membership in role ${change.owner} from ${change.membership.role} (granted by ${change.membership.grantor ?? 'a role that is gone'})`;
    case 'change-owner':
      return `change owner of ${change.of} ${place(change.schema, change.name)}: ${change.before} -> ${change.after}`;
    case 'drop-view':
      return `drop view ${place(change.schema, change.name)}: ${change.because}`;
    case 'drop-table':
      return `drop foreign table ${place(change.schema, change.name)}: ${change.because}`;
    case 'drop-mapping':
      return `drop user mapping of ${change.role ?? 'public'} at server ${change.server}: ${change.because}`;
    case 'drop-server':
      return `drop server ${change.name}: it is not wanted`;
    case 'drop-schema':
      return `drop schema ${change.name}: it is not wanted`;
    case 'create-schema':
      return `create schema ${change.name}`;
    case 'create-server':
      return `create server ${change.server.name} (${describeOptions(change.server.options)})`;
    case 'set-server-options':
      return `change server ${change.name}: ${change.options.map(describeOption).join(', ')}`;
    case 'create-mapping':
      return `create user mapping of ${change.mapping.role} at server ${change.mapping.server} (user ${change.mapping.user})`;
    case 'create-table':
      return `create foreign table ${place(change.table.schema, change.table.name)} (${change.table.columns.map((column) => column.name).join(', ')})`;
    case 'set-table-options':
      return `change foreign table ${place(change.schema, change.name)}: ${change.options.map(describeOption).join(', ')}`;
    case 'create-view':
      return `create view ${place(change.view.schema, change.view.name)}`;
    case 'revoke':
      return `revoke ${describeGrant(change.grant)} from ${change.grant.role ?? 'public'}`;
    case 'grant':
      return `grant ${describeGrant(change.grant)} to ${change.grant.role ?? 'public'}`;
  }
}

function place(schema: string | null, name: string): string {
  return schema === null ? name : `${schema}.${name}`;
}

function describeOptions(options: Options): string {
  return Object.entries(options)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}

function describeOption({ name, before, after }: OptionChange): string {
  if (after === null) {
    return `without ${name} (is ${before})`;
  }
  return before === null ? `${name} ${after} (is not set)` : `${name} ${before} -> ${after}`;
}

function describeGrant({ on, schema, name, column, privilege }: GrantState): string {
  return `${privilege}${column === null ? '' : ` (${column})`} on ${on} ${place(schema, name)}`;
}
