import { Secret } from '../secret.ts';
import type { Change, OptionChange } from './change.ts';
import type { GrantState, Options, WantedMapping } from './foreign-state.ts';
import { quoteName, quotePrivilege, quoteQualified, quoteType, quoteValue } from './quote.ts';
import { viewDefinition } from './view-definition.ts';

/** One DDL statement. Its text is kept as a secret because a mapping's statement holds a password. */
export type Statement = {
  /** `owner`: to be run as the role that owns our objects; `server-owner`: as that of the servers; `admin`: as the login itself. */
  readonly as: 'admin' | 'owner' | 'server-owner';
  readonly text: Secret;
};

/** The statement that makes a change. `password` is needed where the change is to a user mapping, and ignored elsewhere. Pure. */
export function toStatement(change: Change, password?: Secret): Statement {
  const admin = (text: string): Statement => ({ as: 'admin', text: new Secret(text) });
  const owner = (text: string): Statement => ({ as: 'owner', text: new Secret(text) });
  const serverOwner = (text: string): Statement => ({ as: 'server-owner', text: new Secret(text) });
  const granting = ({ on }: GrantState) => (on === 'server' ? serverOwner : owner);
  switch (change.kind) {
    case 'create-extension':
      return admin('create extension postgres_fdw');
    case 'create-role':
      return admin(`create role ${quoteName(change.role.name)} ${change.role.login ? 'login' : 'nologin'}`);
    case 'set-role-login':
      return admin(`alter role ${quoteName(change.role.name)} ${change.role.login ? 'login' : 'nologin'}`);
    case 'let-admin-act-as-owner':
      return admin(`grant ${quoteName(change.owner)} to current_user`);
    case 'let-owner-use-extension':
      return admin(`grant usage on foreign data wrapper postgres_fdw to ${quoteName(change.owner)}`);
    case 'revoke-membership': {
      const { role, grantor } = change.membership;
      const by = grantor === null ? '' : ` granted by ${quoteName(grantor)}`;
      return admin(`revoke ${quoteName(change.owner)} from ${quoteName(role)}${by} cascade`);
    }
    case 'change-owner': {
      const name = change.schema === null ? quoteName(change.name) : quoteQualified(change.schema, change.name);
      return admin(`alter ${change.of} ${name} owner to ${quoteName(change.after)}`);
    }
    case 'drop-view':
      return owner(`drop view ${quoteQualified(change.schema, change.name)}`);
    case 'drop-table':
      return owner(`drop foreign table ${quoteQualified(change.schema, change.name)}`);
    case 'drop-mapping':
      return serverOwner(`drop user mapping for ${grantee(change.role)} server ${quoteName(change.server)}`);
    case 'drop-server':
      return serverOwner(`drop server ${quoteName(change.name)}`);
    case 'drop-schema':
      return owner(`drop schema ${quoteName(change.name)}`);
    case 'create-schema':
      return admin(`create schema ${quoteName(change.name)} authorization ${quoteName(change.owner)}`);
    case 'create-server': {
      const { name, options } = change.server;
      return serverOwner(
        `create server ${quoteName(name)} foreign data wrapper postgres_fdw options (${list(options)})`,
      );
    }
    case 'set-server-options':
      return serverOwner(`alter server ${quoteName(change.name)} options (${alterations(change.options)})`);
    case 'create-mapping': {
      const { server, role, user } = change.mapping;
      const options = { user, ...(password === undefined ? {} : { password: password.reveal() }) };
      return serverOwner(
        `create user mapping for ${quoteName(role)} server ${quoteName(server)} options (${list(options)})`,
      );
    }
    case 'create-table': {
      const { schema, name, server, options, columns } = change.table;
      const definitions = columns.map(
        (column) => `${quoteName(column.name)} ${quoteType(column.type)}${column.notNull ? ' not null' : ''}`,
      );
      return owner(
        `create foreign table ${quoteQualified(schema, name)} (${definitions.join(', ')}) server ${quoteName(server)} options (${list(options)})`,
      );
    }
    case 'set-table-options':
      return owner(
        `alter foreign table ${quoteQualified(change.schema, change.name)} options (${alterations(change.options)})`,
      );
    case 'create-view':
      return owner(
        `create view ${quoteQualified(change.view.schema, change.view.name)} as ${viewDefinition(change.view.source, change.view.columns)}`,
      );
    case 'revoke':
      return granting(change.grant)(`revoke ${right(change.grant)} from ${grantee(change.grant.role)} cascade`);
    case 'grant':
      return granting(change.grant)(`grant ${right(change.grant)} to ${grantee(change.grant.role)}`);
  }
}

/** The statement that gives a mapping another password. Pure. */
export function toPasswordChange({ role, server }: Pick<WantedMapping, 'role' | 'server'>, password: Secret): Secret {
  const value = quoteValue(password.reveal());
  return new Secret(
    `alter user mapping for ${quoteName(role)} server ${quoteName(server)} options (set "password" ${value})`,
  );
}

/** The list within OPTIONS (…) of a CREATE statement. */
function list(options: Options): string {
  return Object.entries(options)
    .map(([name, value]) => `${quoteName(name)} ${quoteValue(value)}`)
    .join(', ');
}

/** The list within OPTIONS (…) of an ALTER statement. */
function alterations(changes: readonly OptionChange[]): string {
  return changes
    .map(({ name, before, after }) => {
      if (after === null) {
        return `drop ${quoteName(name)}`;
      }
      return `${before === null ? 'add' : 'set'} ${quoteName(name)} ${quoteValue(after)}`;
    })
    .join(', ');
}

function grantee(role: string | null): string {
  return role === null ? 'public' : quoteName(role);
}

const objectKinds = { schema: 'schema', relation: 'table', server: 'foreign server' } as const;

function right({ on, schema, name, column, privilege }: GrantState): string {
  const object = schema === null ? quoteName(name) : quoteQualified(schema, name);
  const columns = column === null ? '' : ` (${quoteName(column)})`;
  return `${quotePrivilege(privilege)}${columns} on ${objectKinds[on]} ${object}`;
}
