import { type Kysely, sql } from 'kysely';
import type { Cluster } from '../../topology/topology.ts';
import type { Check, Examination } from '../check.ts';
import { type Finding, fault, ok, warning } from '../finding.ts';
import { lookAtAll } from '../trouble.ts';

/** Above this share of a server's connections nothing is left for a deployment, which runs twice as many tasks for a while. */
const fullShare = 0.5;

/** Whether the servers can take what all tasks of the gateway may open: each session of the hub may open a hop of its own. */
export const connectionsCheck: Check = {
  name: 'connections',
  title: 'Connections',
  run: (examination) =>
    lookAtAll(
      examination.clusters,
      ({ name }) => name,
      async (cluster) => judge(cluster, examination),
    ),
};

type Limits = { readonly server: number; readonly role: number };

async function judge(cluster: Cluster, examination: Examination): Promise<Finding> {
  const isHub = cluster === examination.topology.hub;
  const login = isHub ? cluster.gateway : cluster.hop;
  if (login === undefined) return ok(cluster.name, 'no hop leads there');
  const limits = await readLimits(await examination.probes.catalogs(cluster), login.user);
  const { tasks, ceiling } = ceilingOf(examination, isHub);
  const opens = tasks === 1 ? '1 task opens' : `${tasks} tasks open`;
  const role = limits.role < 0 ? '' : `, the role ${limits.role}`;
  const text = `${opens} up to ${ceiling} connections as ${login.user}; the server takes ${limits.server}${role}`;
  const advice =
    'Fewer tasks or sessions, or a larger max_connections (on Aurora it follows the size of the instance).';
  if (limits.role >= 0 && ceiling > limits.role) {
    return fault(
      cluster.name,
      text,
      `alter role ${login.user} connection limit ${ceiling}, where the server takes as many.`,
    );
  }
  if (ceiling > limits.server) return fault(cluster.name, text, advice);
  return ceiling > fullShare * limits.server ? warning(cluster.name, text, advice) : ok(cluster.name, text);
}

/** A process has a pool for local statements, one for each cluster that statements reach, and a session for each question whether one answers. */
function ceilingOf(
  { topology, load }: Examination,
  isHub: boolean,
): { readonly tasks: number; readonly ceiling: number } {
  const { tasks, localSessions, hopSessions } = load;
  const hops = hopSessions + 1;
  return { tasks, ceiling: tasks * (isHub ? localSessions + hops * topology.others.length : hops) };
}

async function readLimits(database: Kysely<unknown>, user: string): Promise<Limits> {
  const { rows } = await sql<Limits>`
    select current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
             - coalesce(current_setting('reserved_connections', true)::int, 0) as server,
           coalesce((select rolconnlimit from pg_roles where rolname = ${user}), -1) as role`.execute(database);
  return rows[0] ?? { server: 0, role: -1 };
}
