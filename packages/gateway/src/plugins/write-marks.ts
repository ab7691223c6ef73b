import { largestMark, smallestMark, type WriteMarks } from '@causeway/sql';

/** How many writes one request may name: ample for a client that wrote to every cluster. */
const mostMarks = 20;

/** Why a text is no list of writes: completes the sentence "causeway-after: …". */
export class WriteMarksFault extends Error {
  override readonly name = 'WriteMarksFault';
}

/**
 * Reads the writes that a client names: `<cluster>=<transaction id>`, several with commas between them. A cluster may stand there more
 * than once.
 *
 * @param clusters those that writes can be of
 * @throws WriteMarksFault
 */
export function parseWriteMarks(text: string, clusters: readonly string[]): WriteMarks {
  const marks = new Map<string, bigint[]>();
  const parts = text.split(',').map((part) => part.trim());
  if (parts.length > mostMarks) throw new WriteMarksFault(`${parts.length} writes, of ${mostMarks} at most`);
  for (const part of parts) {
    const [, cluster = '', digits = ''] = /^([a-z][a-z0-9_]*)=(\d{1,19})$/.exec(part) ?? [];
    const mark = BigInt(digits);
    if (mark < smallestMark || mark > largestMark) {
      throw new WriteMarksFault(
        'write <cluster>=<transaction id>, several with commas between them: users=1234, orders=567',
      );
    }
    if (!clusters.includes(cluster)) {
      throw new WriteMarksFault(
        `no writes of a cluster "${cluster}" can be waited for, only of: ${clusters.join(', ')}`,
      );
    }
    marks.set(cluster, [...(marks.get(cluster) ?? []), mark]);
  }
  return marks;
}

/** The text that {@link parseWriteMarks} reads back as the same writes. */
export function formatWriteMarks(marks: WriteMarks): string {
  return [...marks].flatMap(([cluster, ofCluster]) => ofCluster.map((mark) => `${cluster}=${mark}`)).join(', ');
}
