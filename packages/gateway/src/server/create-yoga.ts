import {
  type AccessRules,
  defaultLimits,
  domainAccess,
  type OperationLimits,
  type RequestContext,
  type Statistics,
} from '@causeway/schema';
import type { GraphQLSchema } from 'graphql';
import {
  type CORSOptions,
  createYoga,
  type Plugin,
  useExecutionCancellation,
  type YogaServerInstance,
} from 'graphql-yoga';
import type { Authenticate } from '../access/authenticate.ts';
import type { TrustedDocuments } from '../access/trusted-documents.ts';
import { originOf, type RequestObserver, requestRecord } from '../observe/request-record.ts';
import { type AdmissionOptions, useAdmission } from '../plugins/use-admission.ts';
import { callerOf, useAuthentication } from '../plugins/use-authentication.ts';
import { useDocumentLimits } from '../plugins/use-document-limits.ts';
import { useErrorCodes } from '../plugins/use-error-codes.ts';
import { isExplained, useExplain } from '../plugins/use-explain.ts';
import { useGraphiqlPage } from '../plugins/use-graphiql-page.ts';
import { useHiddenSchema } from '../plugins/use-hidden-schema.ts';
import { useKnownOperations } from '../plugins/use-known-operations.ts';
import { useOperationLimits } from '../plugins/use-operation-limits.ts';
import { useOwnPages } from '../plugins/use-own-pages.ts';
import { type RateLimitOptions, useRateLimit } from '../plugins/use-rate-limit.ts';
import { useRequestForm } from '../plugins/use-request-form.ts';
import { useRequestId } from '../plugins/use-request-id.ts';
import { type RequestRecordOptions, useRequestRecord } from '../plugins/use-request-record.ts';
import { graphqlPath, useRoutes } from '../plugins/use-routes.ts';
import { useTrustedDocuments } from '../plugins/use-trusted-documents.ts';
import { requestedWrites, useWriteMarks, writeMarksHeader } from '../plugins/use-write-marks.ts';
import type { Log } from './log.ts';
import type { Readiness } from './readiness.ts';

/** Bytes of a request's body: ample for an operation with its variables, too little to hurt. */
export const maxRequestBytes = 1_000_000;

/** What the gateway serves, from where, and where it reports. */
export type GatewayOptions = {
  readonly schema: GraphQLSchema;
  /** The hub under the gateway's own role. */
  readonly hub: RequestContext['hub'];
  /** What is known of the hub's values at the moment; nothing where absent. */
  readonly statistics?: () => Statistics;
  readonly log: Log;
  /** Says who sends a request; throws UNAUTHENTICATED where it cannot be told. */
  readonly authenticate: Authenticate;
  /** Who may read what, where it is not what the sample domain says. */
  readonly rules?: AccessRules;
  /** What `/ready` answers; without it there is no such path. */
  readonly readiness?: () => Promise<Readiness>;
  /** Who is told of requests, beside the log of errors. */
  readonly observers?: readonly RequestObserver[];
  /** Gives a request its place in a trace; by default it is the caller's. */
  readonly beginTrace?: RequestRecordOptions['beginTrace'];
  /** How many requests are taken on at once, and how slowly they may arrive; without it, any number, in any time. */
  readonly admission?: AdmissionOptions;
  /** How long a request may take from when it has arrived, in milliseconds; the hub's own limit where absent. */
  readonly deadlineMs?: number | undefined;
  /** Which requests are taken, where it is not every one of the gateway's own pages. */
  readonly requests?: Partial<RequestOptions>;
  /** What one operation may ask for, where it is not the default. */
  readonly limits?: Partial<OperationLimits>;
};

/** Which requests are taken. */
export type RequestOptions = {
  /** Whether clients may ask what the schema is. */
  readonly introspection: boolean;
  /** Whether browsers are shown GraphiQL. */
  readonly graphiql: boolean;
  /** The origins, `https://example.com`, whose pages may ask; `*` for all. */
  readonly corsOrigins: readonly string[];
  readonly trustedDocuments: TrustedDocuments | undefined;
  /** Whether no other documents are taken. */
  readonly onlyTrusted: boolean;
  readonly rateLimit: RateLimitOptions | undefined;
};

/** What is taken where nothing is said: on a developer's machine, and in tests. */
const openRequests: RequestOptions = {
  introspection: true,
  graphiql: true,
  corsOrigins: [],
  trustedDocuments: undefined,
  onlyTrusted: false,
  rateLimit: undefined,
};

/** What browsers are told of pages of other origins; credentials of the browser's own, such as cookies, are never taken. */
function corsOf(origins: readonly string[]): CORSOptions | false {
  if (origins.length === 0) return false;
  return {
    origin: [...origins],
    credentials: false,
    methods: ['GET', 'POST'],
    allowedHeaders: ['content-type', 'authorization', 'x-request-id', 'traceparent', 'tracestate', writeMarksHeader],
    exposedHeaders: ['x-request-id', 'retry-after', writeMarksHeader],
    maxAge: 600,
  };
}

/** The gateway as a handler of requests: a listener for node:http, and `fetch` for tests. */
export type Gateway = YogaServerInstance<Record<string, unknown>, RequestContext>;

/** Puts HTTP in front of the schema. Nothing listens yet: `startHttp` does that. */
export function createGateway({
  schema,
  hub,
  statistics,
  log,
  deadlineMs,
  observers = [],
  beginTrace,
  limits,
  admission,
  requests = {},
  authenticate,
  rules,
  readiness,
}: GatewayOptions): Gateway {
  const { introspection, graphiql, corsOrigins, trustedDocuments, onlyTrusted, rateLimit } = {
    ...openRequests,
    ...requests,
  };
  const plugins: readonly Plugin[] = [
    // First, so that its clock measures all the others.
    useRequestRecord({ observers, beginTrace }),
    // Before what answers, so that every answer carries the id, those of the plugins below included.
    useRequestId(),
    // Before GraphiQL and GraphQL: both then see one path only.
    useRoutes(readiness),
    ...(graphiql ? [useGraphiqlPage()] : []),
    // Before all that costs something.
    ...(admission === undefined ? [] : [useAdmission(admission)]),
    useOwnPages(corsOrigins),
    useAuthentication(authenticate),
    // Reading the request, cheapest refusal first.
    useRequestForm(),
    useWriteMarks(hub.markedClusters ?? []),
    ...(trustedDocuments === undefined ? [] : [useTrustedDocuments(trustedDocuments, onlyTrusted)]),
    useDocumentLimits(),
    useOperationLimits({ ...defaultLimits, ...limits }),
    useKnownOperations(),
    ...(introspection ? [] : [useHiddenSchema()]),
    ...(rateLimit === undefined ? [] : [useRateLimit(rateLimit)]),
    useExplain(hub, rules ?? domainAccess),
    // A client that leaves stops its statement.
    useExecutionCancellation(),
    // Looks at finished answers only: errors of all the others pass through it.
    useErrorCodes(log),
  ];
  return createYoga<Record<string, unknown>, RequestContext>({
    schema,
    context: ({ request, params }) => {
      const record = requestRecord(request);
      if (deadlineMs !== undefined) record.deadline = (record.receivedAt ?? performance.now()) + deadlineMs;
      return {
        hub,
        statistics: statistics?.(),
        signal: request.signal,
        after: requestedWrites(request),
        deadline: record.deadline,
        access: { caller: callerOf(request), rules: rules ?? domainAccess },
        origin: originOf(record),
        alone: isExplained(params),
        onEvent: (event) => {
          record.parts.push(event);
          for (const observer of observers) observer.onEvent?.(event, record);
        },
      };
    },
    plugins: [...plugins],
    graphqlEndpoint: graphqlPath,
    // `useRoutes` answers exact paths. Yoga's own check would answer every URL that ends like this, which none does.
    healthCheckEndpoint: ' ',
    graphiql: false,
    landingPage: false,
    batching: false,
    multipart: false,
    cors: corsOf(corsOrigins),
    extraParamNames: ['documentId'],
    maxRequestBodySize: maxRequestBytes,
    // Both are `useErrorCodes`' part: Yoga would log an error twice, and without the request's id.
    maskedErrors: false,
    logging: false,
  });
}
