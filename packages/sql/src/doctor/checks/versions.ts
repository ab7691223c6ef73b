import { type Kysely, sql } from 'kysely';
import type { Check } from '../check.ts';
import { type Finding, fault, ok, warning } from '../finding.ts';
import { look, lookAtAll } from '../trouble.ts';

/** The first release whose servers have all that the migrations and the foreign servers use: `analyze_sampling`, parameters' rights. */
const oldestMajor = 16;

/** From then on EXISTS and IN between tables of one cluster are shipped. */
const semiJoinMajor = 17;

/** Which PostgreSQL runs where, which postgres_fdw the hub has, and what they lack. */
export const versionsCheck: Check = {
  name: 'versions',
  title: 'Versions',
  async run({ clusters, topology, probes }) {
    const servers = await lookAtAll(
      clusters,
      ({ name }) => name,
      async (cluster) =>
        judge(cluster.name, await readVersion(await probes.catalogs(cluster)), cluster === topology.hub),
    );
    const extension = await look('postgres_fdw', async () => judgeExtension(await probes.catalogs(topology.hub)));
    return [...servers, ...extension];
  },
};

type Version = { readonly version: string; readonly major: number; readonly aurora: boolean };

async function readVersion(database: Kysely<unknown>): Promise<Version> {
  const { rows } = await sql<Version>`
    select current_setting('server_version') as version, current_setting('server_version_num')::int / 10000 as major,
           to_regproc('aurora_version') is not null as aurora`.execute(database);
  return rows[0] ?? { version: 'unknown', major: 0, aurora: false };
}

function judge(subject: string, { version, major, aurora }: Version, isHub: boolean): Finding {
  const text = `${aurora ? 'Aurora ' : ''}PostgreSQL ${version}`;
  if (major < oldestMajor) {
    const lacks = isHub
      ? 'foreign servers cannot sample a remote table (analyze_sampling), and rights on settings are coarser'
      : "the sample domain's views count months in a time zone, which it cannot";
    return fault(
      subject,
      `${text}: ${lacks}`,
      `Upgrade to ${semiJoinMajor} or newer; ${oldestMajor} is the oldest that works.`,
    );
  }
  if (isHub && major < semiJoinMajor) {
    const lacks = 'EXISTS and IN between two tables of one cluster are not shipped: their rows travel to the hub';
    return warning(subject, `${text}: ${lacks}`, `Upgrade the hub to ${semiJoinMajor} or newer.`);
  }
  return ok(subject, text);
}

async function judgeExtension(hub: Kysely<unknown>): Promise<Finding> {
  const { rows } = await sql<{ installed: string | null; available: string | null }>`
    select (select extversion from pg_extension where extname = 'postgres_fdw') as installed,
           (select default_version from pg_available_extensions where name = 'postgres_fdw') as available`.execute(hub);
  const { installed = null, available = null } = rows[0] ?? {};
  const subject = 'postgres_fdw';
  if (installed === null) {
    return available === null
      ? fault(subject, 'is not to be had on the hub', "Install PostgreSQL's contrib modules there.")
      : fault(subject, 'is not installed in the hub', 'Run `causeway fdw apply` as its admin.');
  }
  return installed === available
    ? ok(subject, `version ${installed}, the newest that the hub has`)
    : warning(
        subject,
        `version ${installed}; the hub has ${available}`,
        'On the hub: alter extension postgres_fdw update',
      );
}
