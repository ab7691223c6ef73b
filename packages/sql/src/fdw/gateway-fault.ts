import { type Kysely, sql } from 'kysely';
import type { ForeignState } from './foreign-state.ts';
import { ownerRole } from './wanted.ts';

/**
 * A right of the login that queries run as, by which it could read what a user mapping holds, or send a hop elsewhere. It was
 * given for reasons that are not ours to know, so that an administrator has to take it back.
 */
export type GatewayFault =
  | { readonly kind: 'gateway-superuser'; readonly gateway: string }
  | { readonly kind: 'gateway-member'; readonly gateway: string; readonly through: string; readonly owner: string }
  | { readonly kind: 'gateway-reads-mappings'; readonly gateway: string };

/** One readable line: what the login may do, and what takes it back. */
export function describeGatewayFault(fault: GatewayFault): string {
  const { gateway } = fault;
  switch (fault.kind) {
    case 'gateway-superuser':
      return `gateway: role ${gateway} is a superuser: alter role ${gateway} nosuperuser`;
    case 'gateway-member': {
      const { through, owner } = fault;
      const how = through === owner ? '' : ` through role ${through}`;
      return `gateway: role ${gateway} may act as ${owner}${how}: revoke ${through} from ${gateway}`;
    }
    case 'gateway-reads-mappings':
      return `gateway: role ${gateway} may read pg_user_mapping: revoke that, or the role that brings it (pg_read_all_data does)`;
  }
}

/**
 * What the gateway's login may do on the hub beyond reading. Its own membership in the owner role is left out: that one is a
 * change of `diffStates`.
 */
export async function findGatewayFaults(
  hub: Kysely<unknown>,
  { gateway, serverOwner }: Pick<ForeignState, 'gateway' | 'serverOwner'>,
): Promise<readonly GatewayFault[]> {
  const attributes = await sql<{ superuser: boolean; reads: boolean }>`
    select rolsuper as superuser, has_column_privilege(oid, 'pg_catalog.pg_user_mapping', 'umoptions', 'SELECT') as reads
    from pg_roles where rolname = ${gateway}`.execute(hub);
  const memberships = await sql<{ through: string; owner: string }>`
    select distinct g.rolname as through, o.rolname as owner
    from pg_auth_members a
    join pg_roles m on m.oid = a.member and m.rolname = ${gateway}
    join pg_roles g on g.oid = a.roleid and g.rolname <> ${ownerRole}
    join pg_roles o on o.rolname in (${ownerRole}, ${serverOwner}) and pg_has_role(g.oid, o.oid, 'MEMBER')
    order by 1, 2`.execute(hub);
  const members = memberships.rows.map((row): GatewayFault => ({ kind: 'gateway-member', gateway, ...row }));
  const [role] = attributes.rows;
  if (role?.superuser === true) return [{ kind: 'gateway-superuser', gateway }, ...members];
  return role?.reads === true ? [...members, { kind: 'gateway-reads-mappings', gateway }] : members;
}
