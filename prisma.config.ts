import { defineConfig } from 'prisma/config';

// Prisma would download its native schema engine. Nothing here calls it: the client is generated without it, and
// migrations run on the WebAssembly build (src/storage/schema-engine.ts). Naming any executable stops the download.
process.env['PRISMA_SCHEMA_ENGINE_BINARY'] ??= process.execPath;

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations', seed: 'npm run seed' },
  // `prisma studio` and other tools of Prisma's; the gateway reads the variable itself.
  ...(process.env['DATABASE_URL'] ? { datasource: { url: process.env['DATABASE_URL'] } } : {}),
});
