import { type QueryEvent, remoteScans } from '@causeway/schema';
import { graphqlPath, healthPath, readyPath } from '../plugins/use-routes.ts';
import type { Log } from '../server/log.ts';
import type { FinishedRequest, RequestObserver } from './request-record.ts';

/** Others may hold anything that somebody typed. */
const knownPaths: ReadonlySet<string> = new Set([graphqlPath, healthPath, readyPath]);

/** What machines ask every few seconds. */
const checks: ReadonlySet<string> = new Set([healthPath, readyPath]);

/** A line for each request, once it is over; health checks are no news where they went well. */
export function accessLog(log: Log): RequestObserver {
  return {
    onFinished(request) {
      if (checks.has(request.path) && request.outcome === 'ok') return;
      log({ level: 'info', message: 'request', requestId: request.id, fields: fieldsOf(request) });
    },
  };
}

function fieldsOf(request: FinishedRequest) {
  const statements = request.parts.filter((part) => part.kind === 'statement');
  return {
    method: request.method,
    path: knownPaths.has(request.path) ? request.path : 'other',
    caller: request.caller,
    operation: request.operation?.name?.slice(0, 100),
    operationType: request.operation?.type,
    document: request.documentHash,
    outcome: request.outcome,
    codes: request.codes.length === 0 ? undefined : [...new Set(request.codes)],
    status: request.status,
    durationMs: Math.round(request.durationMs * 10) / 10,
    statements: statements.length === 0 ? undefined : statements.length,
    remoteScans: statements.length === 0 ? undefined : scansOf(statements),
    rows: request.rows,
    traceId: request.trace?.traceId,
  };
}

function scansOf(statements: readonly Extract<QueryEvent, { kind: 'statement' }>[]): number {
  return statements.flatMap(({ plan }) => [...remoteScans(plan).values()]).reduce((left, right) => left + right, 0);
}
