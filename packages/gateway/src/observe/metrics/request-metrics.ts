import { errorCodes, remoteScans, roundTripsOfScans } from '@causeway/schema';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { graphqlPath } from '../../plugins/use-routes.ts';
import type { FinishedRequest, RequestObserver, RequestRecord } from '../request-record.ts';

/** Seconds, from an answer out of memory to the longest deadline. */
const requestSeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Seconds, of work that waits for nobody. */
const stageSeconds = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1];

/** What stands for operations that are not known: names come from clients, and each would be a series for ever. */
const otherOperation = 'other';

/** Counts requests, and what they cost. `operations` are the names that may be labels. */
export function requestMetrics(register: Registry, operations: ReadonlySet<string>): RequestObserver {
  const registers = [register];
  const requests = new Counter({
    name: 'causeway_requests_total',
    help: 'GraphQL requests that are over, by operation and outcome (ok, partial, failed, refused, aborted)',
    labelNames: ['operation', 'outcome'] as const,
    registers,
  });
  const running = new Gauge({
    name: 'causeway_requests_running',
    help: 'GraphQL requests that are being answered',
    registers,
  });
  const durations = new Histogram({
    name: 'causeway_request_duration_seconds',
    help: 'From the arrival of a GraphQL request to its answer, those that were given up included',
    labelNames: ['operation'] as const,
    buckets: requestSeconds,
    registers,
  });
  const errors = new Counter({
    name: 'causeway_errors_total',
    help: 'Errors in answers by code; TOO_COMPLEX, RATE_LIMITED, OVERLOADED, FORBIDDEN and UNAUTHENTICATED are refusals',
    labelNames: ['code'] as const,
    registers,
  });
  const stages = new Histogram({
    name: 'causeway_stage_duration_seconds',
    help: 'Work of the gateway itself by stage: parse and validate for a request, selection, plan and compile for a root field',
    labelNames: ['stage'] as const,
    buckets: stageSeconds,
    registers,
  });
  const statements = new Counter({
    name: 'causeway_statements_total',
    help: 'Statements by the cluster that they were sent to, the route of what they read (hub, foreign) and outcome (ok, failed)',
    labelNames: ['cluster', 'route', 'outcome'] as const,
    registers,
  });
  const statementDurations = new Histogram({
    name: 'causeway_statement_duration_seconds',
    help: 'From sending a statement to its rows, waiting for a session included',
    labelNames: ['cluster', 'route'] as const,
    buckets: requestSeconds,
    registers,
  });
  const scans = new Counter({
    name: 'causeway_planned_remote_scans_total',
    help: 'Scans of foreign tables that plans meant to make, by the cluster that they read',
    labelNames: ['cluster'] as const,
    registers,
  });
  const roundTrips = new Counter({
    name: 'causeway_planned_remote_round_trips_total',
    help: 'Round trips between the hub and a cluster for these scans: 2 for a transaction, 3 for a scan of up to 10,000 rows; as planned',
    labelNames: ['cluster'] as const,
    registers,
  });
  const rows = new Counter({
    name: 'causeway_answered_rows_total',
    help: 'Rows in the lists of answers, by operation',
    labelNames: ['operation'] as const,
    registers,
  });
  // Series that begin with the first error would hide it from rate().
  for (const code of Object.keys(errorCodes)) errors.inc({ code }, 0);

  return {
    onStarted(record) {
      if (isGraphql(record)) running.inc();
    },
    onEvent(event) {
      const seconds = event.durationMs / 1000;
      if (event.kind === 'stage') {
        stages.observe({ stage: event.stage }, seconds);
        return;
      }
      const { cluster } = event;
      const remote = remoteScans(event.plan);
      const route = remote.size === 0 ? 'hub' : 'foreign';
      statements.inc({ cluster, route, outcome: event.error === undefined ? 'ok' : 'failed' });
      statementDurations.observe({ cluster, route }, seconds);
      for (const [other, count] of remote) {
        scans.inc({ cluster: other }, count);
        roundTrips.inc({ cluster: other }, roundTripsOfScans(count));
      }
    },
    onFinished(request) {
      if (!isGraphql(request)) return;
      running.dec();
      if (isPage(request)) return;
      const operation = nameOf(request, operations);
      requests.inc({ operation, outcome: request.outcome });
      durations.observe({ operation }, request.durationMs / 1000);
      rows.inc({ operation }, request.rows ?? 0);
      for (const code of request.codes) errors.inc({ code });
      for (const part of request.parts) {
        if (part.kind === 'phase' && part.phase !== 'execute') {
          stages.observe({ stage: part.phase }, part.durationMs / 1000);
        }
      }
    },
  };
}

function isGraphql({ path }: RequestRecord): boolean {
  return path === graphqlPath;
}

/** GraphiQL, which has the path of GraphQL, and asks for no operation. */
function isPage({ method, outcome, documentHash }: FinishedRequest): boolean {
  return method === 'GET' && outcome === 'ok' && documentHash === undefined;
}

function nameOf({ operation }: FinishedRequest, operations: ReadonlySet<string>): string {
  const name = operation?.name;
  return name !== undefined && operations.has(name) ? name : otherOperation;
}
