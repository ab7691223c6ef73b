import { type Kysely, sql } from 'kysely';
import type { Check } from '../check.ts';
import { type Finding, fault, ok, warning } from '../finding.ts';
import { look, lookAtAll } from '../trouble.ts';

/** How a database sorts texts. */
type Collation = {
  readonly encoding: string;
  /** `libc`, `icu` or `builtin`. */
  readonly provider: string;
  readonly locale: string;
  /** Of the library, when the database was made; null where its order never changes. */
  readonly version: string | null;
  /** Of the library now. */
  readonly present: string | null;
  /** {@link words} as it sorts them. */
  readonly sorted: string;
};

/** Letters, cases, accents, signs and lengths that collations disagree on. */
const words = [
  'a',
  'B',
  'c',
  'Z',
  'ä',
  'z',
  'É',
  'e',
  '_a',
  '-b',
  'a b',
  'ab',
  'A',
  '1',
  '10',
  '2',
  'ß',
  'ss',
  '😀',
  '｡',
];

/** Whether all clusters sort texts alike: a sort may run on either side, and cursors compare with what a sort gave. */
export const collationsCheck: Check = {
  name: 'collations',
  title: 'Collations',
  async run({ clusters, topology, probes }) {
    const own = await lookAtAll(
      clusters,
      ({ name }) => name,
      async ({ name, ...cluster }) => judge(name, await read(await probes.catalogs({ name, ...cluster }))),
    );
    const compared = topology.others.map((other) =>
      look(`${topology.hub.name} = ${other.name}`, async () => {
        const [hub, there] = await Promise.all([probes.catalogs(topology.hub), probes.catalogs(other)]);
        return compare(`${topology.hub.name} = ${other.name}`, await read(hub), await read(there));
      }),
    );
    return [...own, ...(await Promise.all(compared)).flat()];
  },
};

async function read(database: Kysely<unknown>): Promise<Collation> {
  // The column with the locale has had three names.
  const { rows } = await sql<Collation>`
    select pg_encoding_to_char(d.encoding) as encoding,
           case d.datlocprovider when 'c' then 'libc' when 'i' then 'icu' else 'builtin' end as provider,
           case d.datlocprovider when 'c' then d.datcollate
                else coalesce(to_jsonb(d) ->> 'datlocale', to_jsonb(d) ->> 'daticulocale', d.datcollate) end as locale,
           d.datcollversion as version, pg_database_collation_actual_version(d.oid) as present,
           (select string_agg(word, ' < ' order by word) from unnest(${words}::text[]) word) as sorted
    from pg_database d where d.datname = current_database()`.execute(database);
  const [row] = rows;
  if (row === undefined) throw new Error('the database does not stand in its own catalog');
  return row;
}

const describe = ({ provider, locale, encoding, version }: Collation) =>
  `${locale} of ${provider}${version === null ? '' : ` ${version}`}, ${encoding}`;

function judge(subject: string, collation: Collation): Finding {
  const text = describe(collation);
  const { version, present, encoding } = collation;
  if (version !== null && version !== present) {
    return warning(
      subject,
      `${text}; its library is ${present ?? 'unknown'} by now: indexes of texts may be out of order`,
      'Reindex the texts, then: alter database … refresh collation version',
    );
  }
  return encoding === 'UTF8' ? ok(subject, text) : warning(subject, text, 'Use UTF8 in all clusters.');
}

function compare(subject: string, hub: Collation, other: Collation): Finding {
  const advice =
    'Give both databases one collation, C.UTF-8 or one locale of ICU (create database … template template0 locale_provider …), and ' +
    'load the rows anew: cursors and orders over texts go wrong until then.';
  if (hub.encoding !== other.encoding) return fault(subject, `${hub.encoding} and ${other.encoding}`, advice);
  if (hub.sorted !== other.sorted)
    return fault(subject, `texts sort differently: ${describe(hub)}; ${describe(other)}`, advice);
  if (byCodePoint(hub) && byCodePoint(other)) return ok(subject, 'both sort texts by code point');
  const same = hub.provider === other.provider && hub.locale === other.locale;
  if (!same) return warning(subject, `samples sort alike, names differ: ${describe(hub)}; ${describe(other)}`, advice);
  if (hub.version === other.version) return ok(subject, 'one collation, of one version');
  const text = `one collation of two versions, ${hub.version ?? 'none'} and ${other.version ?? 'none'}: rare texts may sort differently`;
  return warning(subject, text, 'Bring both clusters to one release of PostgreSQL, or use C.UTF-8.');
}

function byCodePoint({ locale }: Collation): boolean {
  return /^(C|POSIX)(\.utf-?8)?$/i.test(locale);
}
