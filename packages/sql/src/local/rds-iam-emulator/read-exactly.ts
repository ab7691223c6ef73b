import type { Duplex } from 'node:stream';

/**
 * The next so many bytes of a stream that is not flowing, or undefined where it ends or breaks before, or `signal` is aborted.
 * What follows them stays in the stream, for the next reader or a pipe.
 */
export async function readExactly(stream: Duplex, count: number, signal: AbortSignal): Promise<Buffer | undefined> {
  const parts: Buffer[] = [];
  let missing = count;
  while (!signal.aborted && !stream.destroyed) {
    // Whatever is there is taken: a stream that keeps some says at once, and again and again, that it can be read.
    const chunk: unknown = stream.read(Math.min(missing, stream.readableLength));
    if (Buffer.isBuffer(chunk)) {
      parts.push(chunk);
      missing -= chunk.length;
      if (missing === 0) return Buffer.concat(parts);
      continue;
    }
    if (stream.readableEnded) return undefined;
    await nextEvent(stream, ['readable', 'end', 'close'], signal);
  }
  return undefined;
}

/** Settles at the first of these events, or once `signal` is aborted. */
export function nextEvent(stream: Duplex, events: readonly string[], signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      for (const event of events) stream.off(event, done);
      signal.removeEventListener('abort', done);
      resolve();
    };
    for (const event of events) stream.on(event, done);
    signal.addEventListener('abort', done);
    if (signal.aborted) done();
  });
}
