import { defineConfig } from 'vitest/config';

// graphql must be one module: what vitest loads is to take the one that Node takes.
const alias = [{ find: /^graphql$/, replacement: 'graphql/index.js' }];
const server = { deps: { inline: [/@pothos\//, /graphql/] } };

/** Folders of test/ that open a database, a socket, a browser or another process. */
const INTEGRATION = [
  'test/{storage,ingest,graphql,export,collect,server,cli,client,mcp,examples,faults}/**/*.test.ts',
  'test/web/*.test.ts',
];

/** Of those the ones that have no database, or to which it makes no difference: they run once. */
const ON_ONE_DATABASE = [
  'test/cli/{copy,image,operations,watch}.test.ts',
  'test/client/{event-stream,types}.test.ts',
  'test/examples/minute.test.ts',
  'test/ingest/{find-documents,containers/expand}.test.ts',
  'test/graphql/{extraction-quality,operation-cost,schema}.test.ts',
  'test/server/{api-keys,cors,csrf,database-away,errors,graphiql,limits,listen,logger,paths,reading-room,replicas,request-log,schema-files,slots}.test.ts',
  'test/storage/{additive-migrations,bench-corpus,data-dir-lock,keep-ids,new-ids,postgres-clusters}.test.ts',
  // How a page looks has nothing to do with the database.
  'test/web/{every-view,first-view,graphiql}.test.ts',
];

/** A run of all that opens something, on one kind of database. */
function integration({ name, order, exclude }: { name: 'pglite' | 'postgresql'; order: number; exclude: string[] }) {
  return {
    extends: true as const,
    test: {
      name,
      provide: { database: name },
      globalSetup: [`test/support/${name}-setup.ts`],
      include: INTEGRATION,
      exclude,
      server,
      testTimeout: 300_000,
      hookTimeout: 120_000,
      // A page under test shares the machine with a database and a browser: what it waits for may take more than a second.
      expect: { poll: { timeout: 20_000 } },
      // A PGlite takes most of a gigabyte.
      maxWorkers: 2,
      // A project with its own number of workers needs a place in the order: after the unit tests.
      sequence: { groupOrder: order },
    },
  };
}

const hasServer = (process.env['TEST_DATABASE_URL'] ?? '') !== '';
if (!hasServer) process.stderr.write('TEST_DATABASE_URL is not set: the tests run on PGlite only.\n');

export default defineConfig({
  resolve: { alias },
  test: {
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['test/**/*.test.ts'], exclude: INTEGRATION, server, testTimeout: 30_000 },
      },
      integration({ name: 'pglite', order: 1, exclude: [] }),
      ...(hasServer ? [integration({ name: 'postgresql', order: 2, exclude: ON_ONE_DATABASE })] : []),
    ],
  },
});
