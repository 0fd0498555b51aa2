import { defineConfig } from 'vitest/config';

// graphql must be one module: what vitest loads is to take the one that Node takes.
const alias = [{ find: /^graphql$/, replacement: 'graphql/index.js' }];
const server = { deps: { inline: [/@pothos\//, /graphql/] } };

/** Folders of test/ that open a database, a socket, a browser or another process. */
const INTEGRATION = ['test/{storage,ingest,graphql,server,cli,client,mcp,examples}/**/*.test.ts', 'test/web/*.test.ts'];

export default defineConfig({
  resolve: { alias },
  test: {
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['test/**/*.test.ts'], exclude: INTEGRATION, server, testTimeout: 30_000 },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          globalSetup: ['test/support/global-setup.ts'],
          include: INTEGRATION,
          server,
          testTimeout: 300_000,
          hookTimeout: 120_000,
          // A PGlite takes most of a gigabyte.
          maxWorkers: 2,
          // A project with its own number of workers needs a place in the order: after the unit tests.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
