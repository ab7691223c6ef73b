import { type Kysely, sql } from 'kysely';

/** A role as the catalogs of one database have it. */
export type Role = {
  readonly name: string;
  readonly superuser: boolean;
  readonly createsRoles: boolean;
  /** Of createrole, createdb, replication and bypassrls, those it has. */
  readonly attributes: readonly string[];
  /** Connections at once; -1 without a limit. */
  readonly limit: number;
  /** `name=value`, of each setting that its sessions begin with in this database. */
  readonly settings: readonly string[];
  /** Tables and views outside the system's schemas that it may change, five at most. */
  readonly writable: readonly string[];
  /** Schemas that it may create in. */
  readonly creates: readonly string[];
  readonly owned: readonly { readonly kind: string; readonly count: number }[];
  /** Roles that it is a direct member of; `rds_iam` left out, which only lets it sign in. */
  readonly memberships: readonly string[];
};

/** Reads a role; undefined where there is none of that name. Any login may read all of this. */
export async function readRole(database: Kysely<unknown>, name: string): Promise<Role | undefined> {
  const { rows } = await sql<Role>`
    select r.rolname as name, r.rolsuper as superuser, r.rolcreaterole as "createsRoles", r.rolconnlimit as limit,
      array_remove(array[
        case when r.rolcreaterole then 'createrole' end, case when r.rolcreatedb then 'createdb' end,
        case when r.rolreplication then 'replication' end, case when r.rolbypassrls then 'bypassrls' end
      ], null) as attributes,
      array(
        select distinct setting
        from pg_db_role_setting s cross join lateral unnest(s.setconfig) setting
        where s.setrole in (0, r.oid) and s.setdatabase in (0, d.oid)
        order by setting
      ) as settings,
      array(
        select format('%s.%s', n.nspname, c.relname)
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'p', 'v', 'f') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
          and (has_table_privilege(r.oid, c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE')
            or has_any_column_privilege(r.oid, c.oid, 'INSERT, UPDATE'))
        order by 1 limit 5
      ) as writable,
      array(
        select n.nspname::text from pg_namespace n
        where n.nspname !~ '^pg_' and has_schema_privilege(r.oid, n.oid, 'CREATE') order by 1
      ) as creates,
      coalesce((
        select jsonb_agg(jsonb_build_object('kind', kind, 'count', count) order by kind)
        from (
          select case s.classid when 'pg_foreign_server'::regclass then 'foreign server' when 'pg_class'::regclass then 'relation'
                   when 'pg_namespace'::regclass then 'schema' when 'pg_database'::regclass then 'database'
                   else 'other object' end as kind, count(*) as count
          from pg_shdepend s
          where s.refclassid = 'pg_authid'::regclass and s.refobjid = r.oid and s.deptype = 'o' and s.dbid in (0, d.oid)
          group by 1
        ) owned
      ), '[]') as owned,
      array(
        select g.rolname::text from pg_auth_members a join pg_roles g on g.oid = a.roleid
        where a.member = r.oid and g.rolname <> 'rds_iam' order by 1
      ) as memberships
    from pg_roles r join pg_database d on d.datname = current_database()
    where r.rolname = ${name}`.execute(database);
  return rows[0];
}
