import { type Kysely, sql } from 'kysely';
import type { ForeignTable } from '../../fdw/foreign-table.ts';
import { foreignSchema } from '../../fdw/wanted.ts';
import type { Cluster } from '../../topology/topology.ts';
import type { Check, Examination } from '../check.ts';
import { type Finding, ok, warning } from '../finding.ts';
import { look, Skipped } from '../trouble.ts';

const dayMs = 86_400_000;

/** Nothing analyzes foreign tables by itself; this long, and figures have moved. */
const oldDays = 30;

/** Plans hold while a count is right to this factor. */
const tolerated = 2;

/** Smaller tables are planned alike, whatever their size. */
const smallRows = 1_000;

/** What planners know of the tables: on the hub of foreign ones, in each cluster of its own. */
export const statisticsCheck: Check = {
  name: 'statistics',
  title: 'Statistics',
  async run(examination) {
    const { topology, foreignTables } = examination;
    const looks = topology.others.flatMap((cluster) =>
      foreignTables
        .filter((table) => table.cluster === cluster.name && !table.isView)
        .map((table) => judgeTable(examination, cluster, table)),
    );
    return (await Promise.all(looks)).flat();
  },
};

async function judgeTable(
  { topology: { hub }, probes, now }: Examination,
  cluster: Cluster,
  { name, remoteSchema }: ForeignTable,
): Promise<readonly Finding[]> {
  const own = `${cluster.name}.${name}`;
  const foreign = `${own} on ${hub.name}`;
  const there = look(own, async () => judgeOwn(own, await read(await probes.catalogs(cluster), remoteSchema, name)));
  const here = look(foreign, async () => {
    const known = await read(await probes.catalogs(hub), foreignSchema(cluster.name), name);
    const real = await probes
      .catalogs(cluster)
      .then((database) => read(database, remoteSchema, name))
      .catch(() => undefined);
    return judgeForeign(foreign, known, real, now());
  });
  return (await Promise.all([there, here])).flat();
}

type Statistics = {
  /** -1 where it was never analyzed. */
  readonly rows: number;
  /** Whether it holds no row, as far as its size tells: foreign and partitioned tables have none of their own. */
  readonly empty: boolean;
  /** Milliseconds since 1970; null where the server does not know. */
  readonly at: number | null;
  /** Rows changed since. */
  readonly changed: number;
};

function judgeOwn(subject: string, { rows, empty, changed }: Statistics): Finding {
  if (rows < 0) {
    if (empty) return ok(subject, 'is empty');
    return warning(
      subject,
      'was never analyzed: its planner guesses',
      `At its cluster: analyze ${subject.split('.')[1]}`,
    );
  }
  if (changed > smallRows && changed > rows) {
    const advice = 'Look whether autovacuum is on and keeps up; analyze it at once where it matters.';
    return warning(subject, `${rows} rows at the last ANALYZE, and ${changed} changed since`, advice);
  }
  return ok(subject, `${rows} rows`);
}

function judgeForeign(subject: string, known: Statistics, real: Statistics | undefined, now: number): Finding {
  const advice = 'Run `causeway fdw apply`, which gathers statistics, and again as data grows.';
  if (known.rows < 0) {
    if (real?.empty === true) return ok(subject, 'is empty');
    return warning(subject, 'was never analyzed: the hub takes it for a thousand rows', advice);
  }
  const days = known.at === null ? undefined : Math.floor((now - known.at) / dayMs);
  const age = days === undefined ? '' : days === 0 ? ', gathered today' : `, gathered ${days} days ago`;
  const text = `${known.rows} rows${age}`;
  if (real !== undefined && real.rows > smallRows && !isNear(known.rows, real.rows)) {
    return warning(subject, `${text}; its cluster counts ${real.rows}`, advice);
  }
  return days !== undefined && days > oldDays ? warning(subject, text, advice) : ok(subject, text);
}

function isNear(left: number, right: number): boolean {
  return Math.max(left, right) <= tolerated * Math.max(1, Math.min(left, right));
}

async function read(database: Kysely<unknown>, schema: string, table: string): Promise<Statistics> {
  const { rows } = await sql<Statistics>`
    select c.reltuples::float8 as rows, c.relkind = 'r' and pg_relation_size(c.oid) = 0 as empty,
      extract(epoch from greatest(pg_stat_get_last_analyze_time(c.oid), pg_stat_get_last_autoanalyze_time(c.oid)))::float8
        * 1000 as at,
      pg_stat_get_mod_since_analyze(c.oid)::float8 as changed
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = ${schema} and c.relname = ${table}`.execute(database);
  if (rows[0] === undefined) throw new Skipped('there is no such table');
  return rows[0];
}
