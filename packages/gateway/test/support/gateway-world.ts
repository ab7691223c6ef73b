import { buildSchema } from '@causeway/schema';
import { createDatabase, createPool, type DB } from '@causeway/sql';
import { createTestDatabases, type TestData, type TestDatabases } from '@causeway/sql/testing';
import type { Kysely } from 'kysely';
import { openToEverybody } from '../../src/access/authenticate.ts';
import { createGateway, type Gateway, type GatewayOptions } from '../../src/server/create-yoga.ts';
import type { LogEvent } from '../../src/server/log.ts';

/** A gateway over databases of its own, asked without a port. */
export type GatewayWorld = AsyncDisposable & {
  readonly databases: TestDatabases;
  /** The gateway's own; a test may close it. */
  readonly hub: Kysely<DB>;
  /** What the gateway reported. */
  readonly logged: readonly LogEvent[];
  /** For tests that need a port. */
  readonly gateway: Gateway;
  fetch(path: string, init?: RequestInit): Promise<Response>;
};

export async function createGatewayWorld(data: TestData, options: Partial<GatewayOptions> = {}): Promise<GatewayWorld> {
  const databases = await createTestDatabases({ data });
  const hub = createDatabase<DB>(createPool(databases.topology.hub, { purpose: 'query', role: 'reader' }));
  const logged: LogEvent[] = [];
  const gateway = createGateway({
    schema: buildSchema(),
    hub,
    log: (event) => logged.push(event),
    authenticate: openToEverybody,
    ...options,
  });
  return {
    databases,
    hub,
    logged,
    gateway,
    fetch: async (path, init = {}) => await gateway.fetch(`http://gateway.test${path}`, init),
    async [Symbol.asyncDispose]() {
      await hub.destroy();
      await databases[Symbol.asyncDispose]();
    },
  };
}
