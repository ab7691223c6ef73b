import type pg from 'pg';
import type { ForeignTable } from '../fdw/foreign-table.ts';
import { quoteQualified } from '../fdw/quote.ts';
import { behindError } from './hub-error.ts';
import type { WriteMarks } from './write-marks.ts';

/** What a server says of one transaction: all before `oldest` are over; `status` is null where it has not seen it. */
type Sighting = { readonly oldest: string; readonly status: string | null };

/** What is known of the server behind a session: it never forgets a transaction that it has seen. */
type Known = { oldest: bigint; readonly marks: Set<bigint>; readonly until: number };

/** The view by which a cluster tells the hub what it has seen; a cluster without it takes no marks. */
export const seenView = 'seen_transactions';

/**
 * For so long is believed what a hop showed, in milliseconds: the hub opens it anew by itself, and a reader's address may lead to another
 * server then. The hub's own session ends with its server.
 */
const hopBelievedMs = 10_000;

/** Marks that are remembered of a session; those that are forgotten are asked for again. */
const rememberedMarks = 100;

const known = new WeakMap<pg.ClientBase, Map<string, Known>>();

/** The clusters whose writes can be waited for: the hub, and those that have the view. */
export function markedClusters(hub: string, tables: readonly ForeignTable[]): readonly string[] {
  return [hub, ...tables.filter(({ name }) => name === seenView).map(({ cluster }) => cluster)];
}

/**
 * Makes sure that what is read next on a session contains the writes: of the hub, and of those other clusters that the statement
 * reaches, each asked of the server that the session reads. What a session has shown once costs nothing afterwards.
 *
 * A transaction that was rolled back wrote nothing and is waited for by nobody.
 *
 * @throws HubError of kind `behind` for the first cluster that lacks one
 */
export async function requireWrites(
  session: pg.ClientBase,
  marks: WriteMarks,
  hub: string,
  foreign: readonly string[],
): Promise<void> {
  for (const cluster of [hub, ...foreign]) {
    for (const mark of marks.get(cluster) ?? []) {
      if (!(await hasSeen(session, mark, cluster, cluster === hub))) throw behindError(cluster, mark);
    }
  }
}

async function hasSeen(session: pg.ClientBase, mark: bigint, cluster: string, isHub: boolean): Promise<boolean> {
  const ofSession = known.get(session) ?? new Map<string, Known>();
  known.set(session, ofSession);
  const before = ofSession.get(cluster);
  const current = before !== undefined && performance.now() < before.until ? before : undefined;
  if (current !== undefined && (mark < current.oldest || current.marks.has(mark))) return true;
  const { rows } = await session.query<Sighting>(isHub ? hubQuestion : questionTo(cluster), [String(mark)]);
  const oldest = BigInt(rows[0]?.oldest ?? 0);
  const seen = mark < oldest || rows.some(({ status }) => status === 'committed' || status === 'aborted');
  const until = isHub ? Number.POSITIVE_INFINITY : performance.now() + hopBelievedMs;
  const now = current ?? { oldest, marks: new Set(), until };
  now.oldest = oldest;
  if (seen) remember(now.marks, mark);
  ofSession.set(cluster, now);
  return seen;
}

function remember(marks: Set<bigint>, mark: bigint): void {
  marks.add(mark);
  const [first] = marks;
  if (marks.size > rememberedMarks && first !== undefined) marks.delete(first);
}

/** pg_xact_status fails for a transaction that the server has not seen yet. */
const hubQuestion = `
  select pg_snapshot_xmin(snapshot)::text as oldest,
         case when $1::xid8 < pg_snapshot_xmax(snapshot) then pg_xact_status($1::xid8) end as status
  from pg_current_snapshot() as snapshot`;

/** The row of the transaction, where the server has one, and the one that is always there; migration 0005 of orders tells of blocks. */
function questionTo(cluster: string): string {
  return `
    select oldest::text, status from ${quoteQualified(cluster, seenView)}
    where block in (0, $1::bigint / 1024) and xid in (0, $1::bigint)`;
}
