import { CausewayError } from '@causeway/schema';
import { createGate } from '@causeway/sql';
import type { Plugin } from 'graphql-yoga';
import { requestRecord } from '../observe/request-record.ts';
import { badRequest } from './use-request-form.ts';

/** How many requests a process takes on, and how long their bodies may take. Times are milliseconds. */
export type AdmissionOptions = {
  /** Requests that are answered at once, and requests that may wait for that, each for so long. */
  readonly places: number;
  readonly queueLimit: number;
  readonly waitMs: number;
  /** From a request's first line to the end of its body. */
  readonly receiveMs: number;
};

/** How long a client should wait before it asks again. */
const retryAfterSeconds = 1;

/**
 * Refuses requests that are more than the process can answer in time. Where there is no room at all, that costs it next to nothing: nothing is
 * read, verified or parsed. Otherwise a request takes its place once it is there in full, and gives it back once its answer is
 * made: clients that send or read slowly hold none.
 */
export function useAdmission({ places, queueLimit, waitMs, receiveMs }: AdmissionOptions): Plugin {
  const gate = createGate(places, queueLimit);
  const leaving = new WeakMap<Request, () => void>();

  const hold = (request: Request): void => {
    const leave = () => {
      request.signal.removeEventListener('abort', leave);
      if (leaving.delete(request)) gate.leave();
    };
    leaving.set(request, leave);
    request.signal.addEventListener('abort', leave, { once: true });
  };

  return {
    onRequestParse({ request, requestParser, setRequestParser }) {
      if (gate.inside >= places && gate.waiting >= queueLimit) throw overloaded();
      if (requestParser === undefined) return;
      setRequestParser(async (incoming) => {
        const parameters = await inTime(requestParser(incoming), receiveMs);
        requestRecord(request).receivedAt = performance.now();
        if ((await gate.enter(waitMs, request.signal)) !== undefined) throw overloaded();
        hold(request);
        return parameters;
      });
    },
    onResponse({ request }) {
      leaving.get(request)?.();
    },
  };
}

async function inTime<T>(reading: PromiseLike<T> | T, limitMs: number): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const message = `The body did not arrive within ${limitMs / 1_000} s: send it at once, or in smaller operations.`;
  const timer = setTimeout(() => reject(badRequest(408, message)), limitMs);
  try {
    return await Promise.race([reading, late]);
  } finally {
    clearTimeout(timer);
  }
}

function overloaded(): CausewayError {
  return new CausewayError(
    'OVERLOADED',
    `The gateway has as many requests as it can answer; try again in ${retryAfterSeconds} s`,
    { extensions: { retryAfterSeconds } },
  );
}
