import { sql } from 'kysely';
import { describeGatewayFault, findGatewayFaults } from '../../fdw/gateway-fault.ts';
import { ownerRole, wantedState } from '../../fdw/wanted.ts';
import type { Cluster } from '../../topology/topology.ts';
import type { Check, Examination } from '../check.ts';
import { type Finding, fault, ok, warning } from '../finding.ts';
import { look } from '../trouble.ts';
import { type Role, readRole } from './read-role.ts';

/** Whether each login may do what it is for, and nothing beyond. */
export const rolesCheck: Check = {
  name: 'roles',
  title: 'Roles',
  async run(examination) {
    const looks = examination.clusters.flatMap((cluster) => rolesOf(cluster, examination));
    return (await Promise.all(looks)).flat();
  },
};

function rolesOf(cluster: Cluster, examination: Examination): readonly Promise<readonly Finding[]>[] {
  const { name, gateway, admin, hop, renewer } = cluster;
  const { topology, probes } = examination;
  const judged = (user: string, judge: (role: Role, subject: string) => readonly Finding[]) => {
    const subject = `${name} ${user}`;
    return look(subject, async () => {
      const role = await readRole(await probes.catalogs(cluster), user);
      if (role === undefined) return fault(subject, 'there is no such role', 'Run `causeway migrate`, or create it.');
      const findings = judge(role, subject);
      return findings.length === 0 ? ok(subject, describe(role)) : findings;
    });
  };
  return [
    judged(gateway.user, judgeReader),
    ...(cluster === topology.hub ? [look(`${name} ${gateway.user}`, () => judgeSecrecy(cluster, examination))] : []),
    ...(hop === undefined ? [] : [judged(hop.user, judgeHop)]),
    ...(renewer === undefined ? [] : [judged(renewer.user, judgeRenewer)]),
    ...(admin === undefined ? [] : [judged(admin.user, judgeAdmin)]),
  ];
}

function describe({ superuser, writable, creates, owned, settings, limit, createsRoles }: Role): string {
  if (superuser) return 'is a superuser';
  const parts = [
    createsRoles ? 'may create roles' : writable.length + creates.length === 0 ? 'writes nothing' : 'writes',
    owned.length === 0 ? 'owns nothing' : `owns ${owned.map(({ kind, count }) => `${count} ${kind}`).join(', ')}`,
    ...settings,
    ...(limit < 0 ? [] : [`${limit} connections at most`]),
  ];
  return parts.join('; ');
}

function judgeReader(role: Role, subject: string): readonly Finding[] {
  const { name, superuser, attributes, writable, creates, owned } = role;
  if (superuser) return [fault(subject, 'is a superuser', `alter role ${name} nosuperuser`)];
  const own = owned.map(({ kind, count }) => `${count} ${kind}`).join(', ');
  return [
    ...attributes.map((attribute) => fault(subject, `has ${attribute}`, `alter role ${name} no${attribute}`)),
    ...(writable.length === 0
      ? []
      : [
          fault(
            subject,
            `may write to ${writable.join(', ')}`,
            `Take it back: revoke insert, update, delete, truncate on … from ${name}, or the role that brings it.`,
          ),
        ]),
    ...creates.map((schema) =>
      warning(subject, `may create in schema ${schema}`, `revoke create on schema ${schema} from public, ${name}`),
    ),
    ...(own === '' ? [] : [fault(subject, `owns ${own}`, 'Give them to the admin: alter … owner to …')]),
  ];
}

/** As the gateway itself, which is who must not see it. */
async function judgeSecrecy(
  hub: Cluster,
  { topology, foreignTables, probes }: Examination,
): Promise<readonly Finding[]> {
  const subject = `${hub.name} ${hub.gateway.user}`;
  const faults = await findGatewayFaults(await probes.catalogs(hub), wantedState(topology, foreignTables));
  if (faults.length > 0) {
    return faults.map((found) => {
      const [, text = '', advice = ''] = /^gateway: (.*): (.*?)$/.exec(describeGatewayFault(found)) ?? [];
      return fault(subject, text, `As an administrator of the hub: ${advice}`);
    });
  }
  const gateway = await probes.as(hub, 'gateway', 'writer');
  if (gateway === undefined) return [];
  const { rows } = await sql<{ sees: boolean; member: boolean }>`
    select exists (select from pg_user_mappings where umoptions is not null) as sees,
           exists (select from pg_roles where rolname = ${ownerRole} and pg_has_role(oid, 'MEMBER')) as member`.execute(
    gateway,
  );
  return rows[0]?.sees === true || rows[0]?.member === true
    ? [
        fault(
          subject,
          "can see the hop's credential",
          'Run `causeway fdw apply`, which takes its membership and mappings back.',
        ),
      ]
    : [ok(subject, "cannot see the hop's credential")];
}

function judgeHop(role: Role, subject: string): readonly Finding[] {
  const { name, settings, limit } = role;
  const missing = (setting: string, statement: string) =>
    settings.some((text) => text.startsWith(setting))
      ? []
      : [warning(subject, `has no ${setting} of its own`, `alter role ${name} set ${statement}`)];
  return [
    ...judgeReader(role, subject),
    ...missing('default_transaction_read_only=on', 'default_transaction_read_only = on'),
    ...missing('statement_timeout=', "statement_timeout = '30s'"),
    ...(limit >= 0
      ? []
      : [
          warning(
            subject,
            'has no connection limit: the hub may take all connections',
            `alter role ${name} connection limit 100`,
          ),
        ]),
  ];
}

function judgeRenewer(role: Role, subject: string): readonly Finding[] {
  const { name, superuser, owned, memberships } = role;
  if (superuser) return [fault(subject, 'is a superuser', `alter role ${name} nosuperuser`)];
  const beyond = owned.filter(({ kind }) => kind !== 'foreign server').map(({ kind, count }) => `${count} ${kind}`);
  return [
    ...(beyond.length === 0
      ? []
      : [
          fault(
            subject,
            `owns ${beyond.join(', ')} beside foreign servers`,
            'Give them to the admin: alter … owner to …',
          ),
        ]),
    ...memberships.map((other) => fault(subject, `is a member of ${other}`, `revoke ${other} from ${name}`)),
  ];
}

function judgeAdmin(role: Role, subject: string): readonly Finding[] {
  if (role.superuser || role.createsRoles) return [];
  return [
    warning(subject, 'may not create roles', `Where migrate or fdw apply need one: alter role ${role.name} createrole`),
  ];
}
