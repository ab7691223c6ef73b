import { type Kysely, sql } from 'kysely';
import type { GrantState, PresentState } from './foreign-state.ts';
import type { ForeignColumn } from './foreign-table.ts';
import { parseOptions } from './parse-options.ts';

/** The foreign tables and views in the given schemas, from the hub's catalogs. */
export async function readRelations(
  hub: Kysely<unknown>,
  schemas: readonly string[],
): Promise<Pick<PresentState, 'tables' | 'views'>> {
  const tables = await sql<{
    oid: string;
    schema: string;
    name: string;
    owner: string;
    server: string;
    options: readonly string[];
  }>`
    select c.oid::text as oid, n.nspname as schema, c.relname as name, o.rolname as owner, s.srvname as server,
      coalesce(t.ftoptions, '{}') as options
    from pg_foreign_table t
    join pg_class c on c.oid = t.ftrelid
    join pg_namespace n on n.oid = c.relnamespace
    join pg_roles o on o.oid = c.relowner
    join pg_foreign_server s on s.oid = t.ftserver
    where n.nspname = any(${schemas})
    order by n.nspname, c.relname
  `.execute(hub);
  const columns = await sql<ForeignColumn & { relation: string }>`
    select a.attrelid::text as relation, a.attname as name, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as "notNull"
    from pg_attribute a
    join pg_class c on c.oid = a.attrelid and c.relkind = 'f'
    join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = any(${schemas}) and a.attnum > 0 and not a.attisdropped
    order by a.attrelid, a.attnum
  `.execute(hub);
  const views = await sql<PresentState['views'][number]>`
    select n.nspname as schema, c.relname as name, o.rolname as owner, pg_get_viewdef(c.oid) as definition,
      coalesce(c.reloptions, '{}') as settings
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    join pg_roles o on o.oid = c.relowner
    where n.nspname = any(${schemas}) and c.relkind = 'v'
    order by n.nspname, c.relname
  `.execute(hub);
  return {
    tables: tables.rows.map(({ oid, options, ...table }) => ({
      ...table,
      options: parseOptions(options),
      columns: columns.rows
        .filter((column) => column.relation === oid)
        .map(({ name, type, notNull }) => ({ name, type, notNull })),
    })),
    views: views.rows,
  };
}

/** Every right on the given schemas, the relations in them, their columns and the given servers that is not their owner's. */
export async function readGrants(
  hub: Kysely<unknown>,
  schemas: readonly string[],
  servers: readonly string[],
): Promise<readonly GrantState[]> {
  const { rows } = await sql<GrantState>`
    with object as (
      select 'schema' as on, null as schema, nspname as name, null as column, nspowner as owner, nspacl as acl
      from pg_namespace where nspname = any(${schemas})
      union all
      select 'server', null, srvname, null, srvowner, srvacl
      from pg_foreign_server where srvname = any(${servers})
      union all
      select 'relation', n.nspname, c.relname, null, c.relowner, c.relacl
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = any(${schemas}) and c.relkind in ('f', 'v')
      union all
      select 'relation', n.nspname, c.relname, a.attname, c.relowner, a.attacl
      from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = any(${schemas}) and c.relkind in ('f', 'v') and not a.attisdropped
    )
    select distinct object.on, object.schema, object.name, object.column,
      case when r.grantee = 0 then null else pg_get_userbyid(r.grantee) end as role, r.privilege_type as privilege
    from object cross join lateral aclexplode(object.acl) r
    where r.grantee <> object.owner
    order by 1, 2, 3, 4, 5, 6
  `.execute(hub);
  return rows;
}
