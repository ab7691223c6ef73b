import type { Change, OwnedKind } from './change.ts';
import { diffGrants, diffMappings } from './diff-access.ts';
import { diffOptions } from './diff-options.ts';
import { diffTables, diffViews } from './diff-relations.ts';
import type { ForeignState, GrantState, PresentState } from './foreign-state.ts';
import { ownerRole } from './wanted.ts';

/**
 * The steps from what stands on the hub to what is wanted, in an order in which they can run: what is needed before what needs
 * it, views dropped before the tables below them. Empty where nothing differs. Pure.
 *
 * Foreign tables and views hold no rows, so one whose columns or query differ is dropped and made anew. What is not wanted is
 * dropped only where it belongs to our own role.
 */
export function diffStates(wanted: ForeignState, present: PresentState): readonly Change[] {
  const tables = diffTables(wanted.tables, present.tables);
  const views = diffViews(wanted.views, present.views, tables.drops);
  const mappings = diffMappings(wanted.mappings, present.mappings);
  const servers = diffServers(wanted, present);
  const schemas = diffSchemas(wanted, present);
  const drops = [...views.drops, ...tables.drops, ...mappings.drops, ...servers.drops, ...schemas.drops];
  const grants = diffGrants(wanted.grants, present.grants, (grant) => drops.some((drop) => takesAlong(drop, grant)));
  return [
    ...diffPrerequisites(wanted, present),
    ...diffOwners(wanted, present),
    ...drops,
    ...schemas.creates,
    ...servers.creates,
    // Whoever makes foreign tables at a server has the right to use it by then.
    ...grants.filter(isOnServer),
    ...mappings.creates,
    ...tables.creates,
    ...views.creates,
    ...grants.filter((change) => !isOnServer(change)),
  ];
}

function isOnServer(change: Change): boolean {
  return (change.kind === 'grant' || change.kind === 'revoke') && change.grant.on === 'server';
}

function takesAlong(drop: Change, { on, schema, name }: GrantState): boolean {
  switch (drop.kind) {
    case 'drop-view':
    case 'drop-table':
      return on === 'relation' && schema === drop.schema && name === drop.name;
    case 'drop-server':
      return on === 'server' && name === drop.name;
    case 'drop-schema':
      return on === 'schema' && name === drop.name;
    default:
      return false;
  }
}

type Steps = { readonly drops: readonly Change[]; readonly creates: readonly Change[] };

function diffPrerequisites(wanted: ForeignState, present: PresentState): readonly Change[] {
  return [
    ...(present.extension ? [] : [{ kind: 'create-extension' } as const]),
    ...wanted.roles.flatMap((role): readonly Change[] => {
      const other = present.roles.find(({ name }) => name === role.name);
      if (other === undefined) {
        return [{ kind: 'create-role', role }];
      }
      return other.login === role.login ? [] : [{ kind: 'set-role-login', role }];
    }),
    ...[...new Set([ownerRole, wanted.serverOwner])]
      .filter((owner) => !present.adminMayActAs.includes(owner))
      .map((owner): Change => ({ kind: 'let-admin-act-as-owner', owner })),
    ...present.gatewayMemberships.map(
      (membership): Change => ({ kind: 'revoke-membership', owner: ownerRole, membership }),
    ),
    ...(present.ownerMayUseExtension ? [] : [{ kind: 'let-owner-use-extension', owner: wanted.serverOwner } as const]),
  ];
}

type Owned = { readonly schema?: string; readonly name: string; readonly owner: string };

function diffOwners(wanted: ForeignState, present: PresentState): readonly Change[] {
  const compare = (of: OwnedKind, all: readonly Owned[], others: readonly Owned[]): readonly Change[] =>
    all.flatMap(({ schema = null, name, owner: after }): readonly Change[] => {
      const before = others.find((other) => (other.schema ?? null) === schema && other.name === name)?.owner;
      return before === undefined || before === after
        ? []
        : [{ kind: 'change-owner', of, schema, name, before, after }];
    });
  return [
    ...compare('schema', wanted.schemas, present.schemas),
    ...compare('server', wanted.servers, present.servers),
    ...compare('foreign table', wanted.tables, present.tables),
    ...compare('view', wanted.views, present.views),
  ];
}

function diffServers(wanted: ForeignState, present: PresentState): Steps {
  const owners = [ownerRole, wanted.serverOwner];
  return {
    drops: present.servers
      .filter(({ name, owner }) => owners.includes(owner) && !wanted.servers.some((server) => server.name === name))
      .map(({ name }) => ({ kind: 'drop-server', name })),
    creates: wanted.servers.flatMap((server): readonly Change[] => {
      const other = present.servers.find(({ name }) => name === server.name);
      if (other === undefined) {
        return [{ kind: 'create-server', server }];
      }
      const options = diffOptions(server.options, other.options);
      return options.length === 0 ? [] : [{ kind: 'set-server-options', name: server.name, options }];
    }),
  };
}

function diffSchemas(wanted: ForeignState, present: PresentState): Steps {
  return {
    drops: present.schemas
      .filter(({ name, owner }) => owner === ownerRole && !wanted.schemas.some((schema) => schema.name === name))
      .map(({ name }) => ({ kind: 'drop-schema', name })),
    creates: wanted.schemas
      .filter(({ name }) => !present.schemas.some((schema) => schema.name === name))
      .map(({ name, owner }) => ({ kind: 'create-schema', name, owner })),
  };
}
