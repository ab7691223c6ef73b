import type pg from 'pg';
import type { ForeignTable } from '../fdw/foreign-table.ts';
import { quoteQualified } from '../fdw/quote.ts';
import { behindError } from './hub-error.ts';
import type { WriteMarks } from './write-marks.ts';

/** What a server says of one transaction: all before `oldest` are over; `status` is null where it has not seen it. */
type Sighting = { readonly oldest: string; readonly status: string | null };

/** What is known of the hub's server behind a session: it never forgets a transaction that it has seen. */
type Known = { oldest: bigint; readonly marks: Set<bigint> };

/** The view by which a cluster tells the hub what it has seen; a cluster without it takes no marks. */
export const seenView = 'seen_transactions';

/** Marks that are remembered of a session; those that are forgotten are asked for again. */
const rememberedMarks = 100;

const known = new WeakMap<pg.ClientBase, Known>();

/** The clusters whose writes can be waited for: the hub, and those that have the view. */
export function markedClusters(hub: string, tables: readonly ForeignTable[]): readonly string[] {
  return [hub, ...tables.filter(({ name }) => name === seenView).map(({ cluster }) => cluster)];
}

/** What is done with a session instead of reading at once. */
export type Around = <T>(session: pg.ClientBase, read: () => Promise<T>) => Promise<T>;

/**
 * Makes sure that what `read` reads on a session contains the writes: of the hub, and of those other clusters that the statement
 * reaches, each asked of the server that the session reads. What a session has shown of the hub costs nothing afterwards, since
 * it ends with its server. Of others it is asked each time, in the transaction that then reads: within one, the hop leads to one server.
 *
 * A transaction that was rolled back wrote nothing and is waited for by nobody.
 *
 * @param found is called before it reads
 * @throws HubError of kind `behind` for the first cluster that lacks one
 */
export function readAfter(marks: WriteMarks, hub: string, foreign: readonly string[], found: () => void): Around {
  const others = foreign.filter((cluster) => marks.has(cluster));
  const around: Around = async (session, read) => {
    for (const mark of marks.get(hub) ?? []) {
      if (!(await hubHasSeen(session, mark))) throw behindError(hub, mark);
    }
    for (const cluster of others) {
      for (const mark of marks.get(cluster) ?? []) {
        if (!(await ask(session, mark, questionTo(cluster))).isOver) throw behindError(cluster, mark);
      }
    }
    found();
    return await read();
  };
  return others.length === 0 ? around : (session, read) => inOneTransaction(session, () => around(session, read));
}

/** A session that cannot be rolled back fails by that, and is of no use any more. */
async function inOneTransaction<T>(session: pg.ClientBase, work: () => Promise<T>): Promise<T> {
  await session.query('begin');
  try {
    const result = await work();
    await session.query('commit');
    return result;
  } catch (error) {
    await session.query('rollback');
    throw error;
  }
}

async function hubHasSeen(session: pg.ClientBase, mark: bigint): Promise<boolean> {
  const ofSession = known.get(session) ?? { oldest: 0n, marks: new Set() };
  known.set(session, ofSession);
  if (mark < ofSession.oldest || ofSession.marks.has(mark)) return true;
  const { oldest, isOver } = await ask(session, mark, hubQuestion);
  ofSession.oldest = oldest;
  if (isOver) remember(ofSession.marks, mark);
  return isOver;
}

/** What a server says of a transaction: whether it is over, and which is the oldest that is not. */
async function ask(
  session: pg.ClientBase,
  mark: bigint,
  question: string,
): Promise<{ readonly oldest: bigint; readonly isOver: boolean }> {
  const { rows } = await session.query<Sighting>(question, [String(mark)]);
  const oldest = BigInt(rows[0]?.oldest ?? 0);
  const isOver = mark < oldest || rows.some(({ status }) => status === 'committed' || status === 'aborted');
  return { oldest, isOver };
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
