import type { ErrorCode, QueryEvent, RequestContext, Timing } from '@causeway/schema';
import { requestId } from '../plugins/request-id.ts';
import { readTraceparent, type TraceContext, traceparentOf } from './trace-context.ts';

/** What a request asked for, without anything that it said: names and a hash, no values. */
export type AskedOperation = {
  /** Of an operation that has one. */
  readonly name: string | undefined;
  readonly type: 'query' | 'mutation' | 'subscription';
};

/** A part of a request that the gateway does itself, before or around the answers of root fields. */
export type Phase = Timing & { readonly kind: 'phase'; readonly phase: 'parse' | 'validate' | 'execute' };

/** What becomes of a request: all, some or none of its data; refused before it ran; or nobody waited for it. */
export type Outcome = 'ok' | 'partial' | 'failed' | 'refused' | 'aborted';

/** What is known of a request while it runs. One value for logs, metrics, traces and explanations; filled on its way. */
export type RequestRecord = {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  /** Milliseconds on the clock of `performance.now()`. */
  readonly startedAt: number;
  /** The place of this request in a trace, where it has one. */
  readonly trace: TraceContext | undefined;
  readonly parts: (Phase | QueryEvent)[];
  /** Of the errors in the answer, in its order. */
  readonly codes: ErrorCode[];
  /** Who asks, by its name for logs; absent where it was refused before that was known. */
  caller?: string;
  /** SHA-256 of the document, in hex. */
  documentHash?: string;
  operation?: AskedOperation;
  /** When it had arrived in full, and was let in or began to wait for that, on the same clock. */
  receivedAt?: number;
  /** When the answer is due, as `performance.now()` tells the time. */
  deadline?: number;
  /** In the lists of the answer; absent where execution never ended. */
  rows?: number;
  /** How much of the data was answered; absent where execution never began. */
  data?: 'some' | 'null';
};

/** The same once it is over; `status` is absent where nobody waited for the answer. */
export type FinishedRequest = RequestRecord & {
  readonly status: number | undefined;
  readonly outcome: Outcome;
  readonly durationMs: number;
};

/** Who is told of requests. None of the functions may throw. */
export type RequestObserver = {
  readonly onStarted?: (record: RequestRecord) => void;
  /** A stage or a statement is over; also after its request was given up. */
  readonly onEvent?: (event: QueryEvent, record: RequestRecord) => void;
  /** Once for each request that was started. */
  readonly onFinished?: (request: FinishedRequest) => void;
};

const recordOf = new WeakMap<Request, RequestRecord>();

/** The record of a request: always the same for one request, begun when it is first asked for. */
export function requestRecord(
  request: Request,
  begin: (request: Request) => TraceContext | undefined = traceOfCaller,
): RequestRecord {
  const known = recordOf.get(request);
  if (known !== undefined) return known;
  const record: RequestRecord = {
    id: requestId(request),
    method: request.method,
    path: new URL(request.url).pathname,
    startedAt: performance.now(),
    trace: begin(request),
    parts: [],
    codes: [],
  };
  recordOf.set(request, record);
  return record;
}

/** Without a tracer of our own, a request belongs to the span of whoever sent it. */
function traceOfCaller(request: Request): TraceContext | undefined {
  return readTraceparent(request.headers.get('traceparent'));
}

/** What became of the request. */
export function outcomeOf({ codes, data }: RequestRecord, status: number | undefined): Outcome {
  if (status === undefined) return 'aborted';
  if (data === 'some') return codes.length === 0 ? 'ok' : 'partial';
  if (data === 'null') return 'failed';
  if (codes.includes('OVERLOADED')) return 'refused';
  if (codes.includes('INTERNAL') || status >= 500) return 'failed';
  return status >= 400 || codes.length > 0 ? 'refused' : 'ok';
}

/** How statements say whose they are. */
export function originOf({ id, trace }: RequestRecord): RequestContext['origin'] {
  return { requestId: id, traceparent: trace && traceparentOf(trace) };
}
