import { ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, type Tracer, trace } from '@opentelemetry/api';
import { remoteScans } from '@causeway/schema';
import { graphqlPath } from '../../plugins/use-routes.ts';
import { logError } from '../log-error.ts';
import type { FinishedRequest, RequestObserver } from '../request-record.ts';
import { readTraceparent, type TraceContext } from '../trace-context.ts';

/** How requests become spans. */
export type RequestTracing = {
  /** The place of a request in a trace, the caller's where it sent one; undefined for what is not traced. */
  beginTrace(request: Request): TraceContext | undefined;
  readonly observer: RequestObserver;
};

/**
 * Traces requests: a span for each when it arrives, and those of its parts once it is over, from the times in its record. So nothing
 * has to be carried through the stages, and a request that is not sampled costs two ids.
 */
export function traceRequests(tracer: Tracer): RequestTracing {
  const spans = new WeakMap<TraceContext, Span>();
  return {
    beginTrace(request) {
      if (new URL(request.url).pathname !== graphqlPath) return undefined;
      const caller = readTraceparent(request.headers.get('traceparent'));
      const parent = caller === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, remoteContext(caller));
      const span = tracer.startSpan('request', { kind: SpanKind.SERVER }, parent);
      const { traceId, spanId, traceFlags } = span.spanContext();
      const context = { traceId, spanId, sampled: (traceFlags & 1) === 1 };
      spans.set(context, span);
      return context;
    },
    observer: {
      onFinished(request) {
        const span = request.trace && spans.get(request.trace);
        if (span?.isRecording() !== true) return;
        describe(span, request);
        traceParts(tracer, span, request);
        span.end(epochMs(request.startedAt + request.durationMs));
      },
    },
  };
}

function remoteContext({ traceId, spanId, sampled }: TraceContext) {
  return { traceId, spanId, traceFlags: sampled ? 1 : 0, isRemote: true };
}

function describe(
  span: Span,
  { id, method, path, operation, documentHash, status, outcome, codes }: FinishedRequest,
): void {
  const name = operation?.name?.slice(0, 100);
  if (operation !== undefined) span.updateName(name === undefined ? operation.type : `${operation.type} ${name}`);
  span.setAttributes({
    'http.request.method': method,
    'url.path': path,
    'graphql.operation.name': name,
    'graphql.operation.type': operation?.type,
    'http.response.status_code': status,
    'causeway.request.id': id,
    'causeway.document.sha256': documentHash,
    'causeway.outcome': outcome,
    'causeway.error.codes': codes.length === 0 ? undefined : [...new Set(codes)],
  });
  // What a client did wrong is no error of this server.
  if (outcome === 'failed' && status !== undefined && status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
}

function traceParts(tracer: Tracer, request: Span, { parts }: FinishedRequest): void {
  const within = trace.setSpan(ROOT_CONTEXT, request);
  const execute = parts.find((part) => part.kind === 'phase' && part.phase === 'execute');
  const executing = execute && tracer.startSpan('execute', { startTime: epochMs(execute.startedAt) }, within);
  const ofFields = executing === undefined ? within : trace.setSpan(ROOT_CONTEXT, executing);
  for (const part of parts) {
    if (part === execute) continue;
    const startTime = epochMs(part.startedAt);
    const endTime = epochMs(part.startedAt + part.durationMs);
    switch (part.kind) {
      case 'phase':
        tracer.startSpan(part.phase, { startTime }, within).end(endTime);
        break;
      case 'stage':
        tracer.startSpan(part.stage, { startTime, attributes: { 'causeway.field': part.key } }, ofFields).end(endTime);
        break;
      case 'statement': {
        const { cluster, plan, key, error } = part;
        const scans = remoteScans(plan);
        const attributes = {
          'db.system.name': 'postgresql',
          'db.namespace': cluster,
          'db.operation.name': 'SELECT',
          'db.query.summary': plan.field,
          'causeway.field': key,
          'causeway.cluster': cluster,
          'causeway.route': scans.size === 0 ? 'hub' : 'foreign',
          'causeway.remote.clusters': [...scans.keys()],
          'causeway.remote.planned_scans': [...scans.values()].reduce((left, right) => left + right, 0),
        };
        const span = tracer.startSpan(`SELECT ${cluster}`, { kind: SpanKind.CLIENT, startTime, attributes }, ofFields);
        if (error !== undefined) fail(span, error);
        span.end(endTime);
      }
    }
  }
  if (execute !== undefined) executing?.end(epochMs(execute.startedAt + execute.durationMs));
}

/** By its code alone: messages may hold values. */
function fail(span: Span, error: unknown): void {
  const { code, type } = logError(error);
  span.setAttribute('error.type', code ?? type);
  span.setStatus({ code: SpanStatusCode.ERROR });
}

/** From the clock of `performance.now()` to milliseconds since 1970. */
function epochMs(time: number): number {
  return performance.timeOrigin + time;
}
