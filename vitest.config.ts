import { defineConfig } from 'vitest/config';

/**
 * Vite would take graphql's ES modules where libraries take its CommonJS ones, as Node does for all: two copies of one
 * library, which do not know each other's types.
 */
const resolve = { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] };

/**
 * Four projects by what they need: `unit` does no I/O, `db` runs real PostgreSQL clusters, `http` a gateway in front of them,
 * `infra` Pulumi's libraries.
 * A file belongs to the project whose folder it stands in: packages/<package>/test/<project>/.
 */
export default defineConfig({
  test: {
    projects: [
      { resolve, test: { name: 'unit', include: ['packages/*/test/unit/**/*.test.ts'] } },
      {
        resolve,
        test: {
          name: 'db',
          include: ['packages/*/test/db/**/*.test.ts'],
          globalSetup: ['./packages/sql/src/testing/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        resolve,
        test: {
          name: 'http',
          include: ['packages/*/test/http/**/*.test.ts'],
          globalSetup: ['./packages/sql/src/testing/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'infra',
          include: ['packages/infra/test/graph/**/*.test.ts'],
          // Loading Pulumi's libraries takes longer than any test: once is enough.
          isolate: false,
          maxWorkers: 1,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
