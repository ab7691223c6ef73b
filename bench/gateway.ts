import { openToEverybody } from '../packages/gateway/src/access/authenticate.ts';
import { createGateway } from '../packages/gateway/src/server/create-yoga.ts';
import { buildSchema, domainCatalog, type RequestContext, readStatistics } from '../packages/schema/src/index.ts';
import type { Hub } from '../packages/sql/src/index.ts';

/** Values of an operation's variables by name. */
export type Variables = Readonly<Record<string, unknown>>;

/** Asks the gateway and gives the text of its answer. */
export type Ask = (document: string, variables: Variables) => Promise<string>;

/** The gateway over the hub, and how much of its time the hub's statements took. */
export type BenchGateway = {
  readonly ask: Ask;
  /** Milliseconds that statements took since the last call. */
  readonly takeStatementMs: () => number;
};

/**
 * The gateway as `serve` puts it together, asked without a port: a request takes the whole way through HTTP's plugins, validation,
 * planning and the hub, and only the socket is missing.
 */
export async function createBenchGateway(opened: Hub): Promise<BenchGateway> {
  let statementMs = 0;
  const hub: RequestContext['hub'] = {
    executeQuery: async (query, options) => {
      const start = performance.now();
      const result = await opened.executeQuery(query, options);
      statementMs += performance.now() - start;
      return result;
    },
  };
  const log = ({ message, error }: { readonly message: string; readonly error?: unknown }) => {
    throw new Error(message, { cause: error });
  };
  const statistics = await readStatistics(hub, domainCatalog);
  const gateway = createGateway({
    schema: buildSchema(),
    hub,
    statistics: () => statistics,
    log,
    authenticate: openToEverybody,
  });
  return {
    ask: async (query, variables) => {
      const response = await gateway.fetch('http://gateway.bench/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
        body: JSON.stringify({ query, variables }),
      });
      const text = await response.text();
      if (response.status !== 200) throw new Error(`The gateway answered ${response.status}: ${text}`);
      return text;
    },
    takeStatementMs: () => {
      const taken = statementMs;
      statementMs = 0;
      return taken;
    },
  };
}
