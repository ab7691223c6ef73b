import { type Kysely, sql } from 'kysely';
import { type Ceiling, ceilings } from '../../hub/ceilings.ts';
import type { Login } from '../../topology/topology.ts';
import type { Check, Examination } from '../check.ts';
import { type Finding, fault, ok, warning } from '../finding.ts';
import { hasReader, type Place, placesOf } from '../places.ts';
import { look } from '../trouble.ts';

/** Above this share of a server's connections nothing is left for a deployment, which runs twice as many tasks for a while. */
const fullShare = 0.5;

/**
 * Whether the servers can take what all tasks of the gateway may open: a fault where statements of the usual kind, which reach one
 * cluster each, are more than that; a warning where only everything at once is.
 */
export const connectionsCheck: Check = {
  name: 'connections',
  title: 'Connections',
  async run(examination) {
    const { topology, load } = examination;
    const { hub, others } = topology;
    const opened = ceilings(load, { others: others.length, hasReader: hasReader(hub) });
    const atHub = placesOf(hub).map((place) => {
      const ceiling = hasReader(hub) ? opened[place.role] : opened.reader;
      return judged(examination, place.subject, place, hub.gateway, ceiling);
    });
    const behind = others.flatMap((cluster) => {
      const place = placesOf(cluster).at(-1);
      return place === undefined ? [] : [judged(examination, cluster.name, place, cluster.hop, opened.hop)];
    });
    return (await Promise.all([...atHub, ...behind])).flat();
  },
};

async function judged(
  { probes, load: { tasks } }: Examination,
  subject: string,
  place: Place,
  login: Login | undefined,
  ceiling: Ceiling,
): Promise<readonly Finding[]> {
  return await look(subject, async () => {
    if (login === undefined) return ok(subject, 'no hop leads there');
    // Each instance has a number of its own: the one that is asked is the one that they are opened at.
    const reader = place.role === 'reader' ? await probes.as(place.cluster, 'gateway', 'reader') : undefined;
    const database = reader ?? (await probes.catalogs(place.cluster));
    return judge(subject, tasks, login, ceiling, await readLimits(database, login.user));
  });
}

type Limits = { readonly server: number; readonly role: number };

function judge(subject: string, tasks: number, { user }: Login, { usual, most }: Ceiling, limits: Limits): Finding {
  const opens = tasks === 1 ? '1 task opens' : `${tasks} tasks open`;
  const role = limits.role < 0 ? '' : `, the role ${limits.role}`;
  const text = `${opens} up to ${most} connections as ${user}, ${usual} for usual statements; the server takes ${limits.server}${role}`;
  const fewer = 'Fewer tasks or sessions, or a larger max_connections (on Aurora it follows the size of the instance).';
  const beyondRole = limits.role >= 0 && most > limits.role;
  if (!beyondRole && most <= fullShare * limits.server) return ok(subject, text);
  const advice = beyondRole ? `alter role ${user} connection limit ${most}, where the server takes as many.` : fewer;
  const taken = limits.role < 0 ? limits.server : Math.min(limits.role, limits.server);
  return usual > taken ? fault(subject, text, advice) : warning(subject, text, advice);
}

async function readLimits(database: Kysely<unknown>, user: string): Promise<Limits> {
  const { rows } = await sql<Limits>`
    select current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
             - coalesce(current_setting('reserved_connections', true)::int, 0) as server,
           coalesce((select rolconnlimit from pg_roles where rolname = ${user}), -1) as role`.execute(database);
  return rows[0] ?? { server: 0, role: -1 };
}
