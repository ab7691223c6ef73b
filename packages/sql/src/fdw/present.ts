import { type Kysely, sql } from 'kysely';
import { Secret } from '../secret.ts';
import type { ForeignState, Membership, PresentMapping, PresentState } from './foreign-state.ts';
import { parseOptions } from './parse-options.ts';
import { readGrants, readRelations } from './present-relations.ts';
import { ownerRole } from './wanted.ts';

/**
 * Reads from the hub's catalogs what stands there of everything that could be ours: the wanted schemas and servers, and whatever
 * else belongs to the owner role. Run it in a transaction, so that all of it is of one moment. A mapping's password is read only
 * where the session may (as the owner role, or as a superuser).
 */
export async function readPresentState(hub: Kysely<unknown>, wanted: ForeignState): Promise<PresentState> {
  const schemas = await readSchemas(hub, wanted);
  const servers = await readServers(hub, wanted);
  const schemaNames = schemas.map(({ name }) => name);
  const serverNames = servers.map(({ name }) => name);
  return {
    ...(await readPrerequisites(hub, wanted)),
    roles: await readRoles(hub, wanted),
    gatewayMemberships: await readMemberships(hub, wanted.gateway),
    schemas,
    servers,
    mappings: await readMappings(hub, serverNames),
    ...(await readRelations(hub, schemaNames)),
    grants: await readGrants(hub, schemaNames, serverNames),
  };
}

type Prerequisites = Pick<PresentState, 'extension' | 'ownerMayUseExtension' | 'adminMayActAs'>;

async function readPrerequisites(hub: Kysely<unknown>, { serverOwner }: ForeignState): Promise<Prerequisites> {
  // Until PostgreSQL 16 a member may act as the role; since then that is a right of its own.
  const { rows } = await sql<Prerequisites>`
    select
      exists (select from pg_extension where extname = 'postgres_fdw') as extension,
      coalesce((
        select has_foreign_data_wrapper_privilege(o.oid, w.oid, 'USAGE')
        from pg_foreign_data_wrapper w, pg_roles o
        where w.fdwname = 'postgres_fdw' and o.rolname = ${serverOwner}
      ), false) as "ownerMayUseExtension",
      array(
        select o.rolname::text from pg_roles o
        where o.rolname in (${ownerRole}, ${serverOwner}) and pg_has_role(
          session_user, o.oid, case when current_setting('server_version_num')::int < 160000 then 'MEMBER' else 'SET' end
        )
      ) as "adminMayActAs"
  `.execute(hub);
  return rows[0] ?? { extension: false, ownerMayUseExtension: false, adminMayActAs: [] };
}

async function readRoles(hub: Kysely<unknown>, wanted: ForeignState): Promise<PresentState['roles']> {
  const { rows } = await sql<{ name: string; login: boolean }>`
    select rolname as name, rolcanlogin as login
    from pg_roles where rolname = any(${wanted.roles.map(({ name }) => name)}) order by rolname
  `.execute(hub);
  return rows;
}

async function readMemberships(hub: Kysely<unknown>, gateway: string): Promise<PresentState['gatewayMemberships']> {
  const { rows } = await sql<Membership>`
    select m.rolname as role, g.rolname as grantor
    from pg_auth_members a
    join pg_roles o on o.oid = a.roleid and o.rolname = ${ownerRole}
    join pg_roles m on m.oid = a.member and m.rolname = ${gateway}
    left join pg_roles g on g.oid = a.grantor
    order by g.rolname
  `.execute(hub);
  return rows;
}

async function readSchemas(hub: Kysely<unknown>, wanted: ForeignState): Promise<PresentState['schemas']> {
  const { rows } = await sql<{ name: string; owner: string }>`
    select n.nspname as name, o.rolname as owner
    from pg_namespace n join pg_roles o on o.oid = n.nspowner
    where n.nspname = any(${wanted.schemas.map(({ name }) => name)}) or o.rolname = ${ownerRole}
    order by n.nspname
  `.execute(hub);
  return rows;
}

async function readServers(hub: Kysely<unknown>, wanted: ForeignState): Promise<PresentState['servers']> {
  const { rows } = await sql<{ name: string; owner: string; options: readonly string[] }>`
    select s.srvname as name, o.rolname as owner, coalesce(s.srvoptions, '{}') as options
    from pg_foreign_server s join pg_roles o on o.oid = s.srvowner
    join pg_foreign_data_wrapper w on w.oid = s.srvfdw and w.fdwname = 'postgres_fdw'
    where s.srvname = any(${wanted.servers.map(({ name }) => name)}) or o.rolname in (${ownerRole}, ${wanted.serverOwner})
    order by s.srvname
  `.execute(hub);
  return rows.map((row) => ({ ...row, options: parseOptions(row.options) }));
}

/** The user mappings of these servers, with what they hold where the session may see it. */
export async function readMappings(
  hub: Kysely<unknown>,
  servers: readonly string[],
): Promise<readonly PresentMapping[]> {
  const { rows } = await sql<{ server: string; role: string | null; options: readonly string[] | null }>`
    select m.srvname as server, case when m.umuser = 0 then null else m.usename end as role, m.umoptions as options
    from pg_user_mappings m where m.srvname = any(${servers}) order by m.srvname, m.usename
  `.execute(hub);
  return rows.map(({ server, role, options }) => {
    if (options === null) {
      return { server, role, options: null, password: null };
    }
    const { password, ...others } = parseOptions(options);
    return { server, role, options: others, password: password === undefined ? null : new Secret(password) };
  });
}
