import { hash } from 'node:crypto';
import { getOperationAST } from 'graphql';
import { isAsyncIterable, type Plugin } from 'graphql-yoga';
import { countRows } from '../observe/count-rows.ts';
import {
  type FinishedRequest,
  outcomeOf,
  type Phase,
  type RequestObserver,
  type RequestRecord,
  requestRecord,
} from '../observe/request-record.ts';
import type { TraceContext } from '../observe/trace-context.ts';

/** Who is told of requests, and what gives a request its place in a trace. */
export type RequestRecordOptions = {
  readonly observers: readonly RequestObserver[];
  readonly beginTrace?: ((request: Request) => TraceContext | undefined) | undefined;
};

/** Keeps each request's record, and tells the observers of it once: when its answer is made, or nobody waits for it any more. */
export function useRequestRecord({ observers, beginTrace }: RequestRecordOptions): Plugin {
  const finished = new WeakSet<RequestRecord>();
  const finish = (record: RequestRecord, status: number | undefined) => {
    if (finished.has(record)) return;
    finished.add(record);
    const durationMs = performance.now() - record.startedAt;
    const request: FinishedRequest = { ...record, status, outcome: outcomeOf(record, status), durationMs };
    for (const observer of observers) observer.onFinished?.(request);
  };
  return {
    onRequest({ request }) {
      const record = requestRecord(request, beginTrace);
      for (const observer of observers) observer.onStarted?.(record);
      request.signal.addEventListener('abort', () => finish(record, undefined), { once: true });
    },
    onParse({ context: { request, params } }) {
      const record = requestRecord(request);
      if (typeof params.query === 'string') record.documentHash = hash('sha256', params.query);
      const end = begin(record, 'parse');
      return ({ result }) => {
        end();
        if (result === null || result instanceof Error) return;
        const operation = getOperationAST(result, params.operationName);
        if (operation) record.operation = { name: operation.name?.value, type: operation.operation };
      };
    },
    onValidate({ context: { request } }) {
      return begin(requestRecord(request), 'validate');
    },
    onExecute({ args }) {
      const record = requestRecord(args.contextValue.request);
      const end = begin(record, 'execute');
      return {
        onExecuteDone({ result }) {
          end();
          if (!isAsyncIterable(result)) record.rows = countRows(result.data);
        },
      };
    },
    onResponse({ request, response }) {
      finish(requestRecord(request), response.status);
    },
  };
}

function begin({ parts }: RequestRecord, phase: Phase['phase']): () => void {
  const startedAt = performance.now();
  return () => void parts.push({ kind: 'phase', phase, startedAt, durationMs: performance.now() - startedAt });
}
