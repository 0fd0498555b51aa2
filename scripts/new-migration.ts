/**
 * Writes the migration that takes prisma/migrations to prisma/schema.prisma: `npm run migration -- NAME`.
 * Read it before you commit it; hand-written SQL (an expression index, say) goes below what Prisma wrote.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createPGlite, embeddedAdapter } from '../src/storage/database.ts';
import { MIGRATIONS_DIR, pendingChanges } from '../src/storage/schema-engine.ts';

const name = process.argv[2];
if (!name || !/^[a-z0-9_]+$/.test(name)) {
  console.error('usage: npm run migration -- NAME   (lower-case letters, digits, _)');
  process.exit(2);
}
const shadow = await createPGlite();
const sql = await pendingChanges(await embeddedAdapter(shadow));
await shadow.close();
if (sql === null) {
  console.log('prisma/migrations already leads to prisma/schema.prisma: nothing to write');
} else {
  const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  const folder = join(MIGRATIONS_DIR, `${stamp}_${name}`);
  await mkdir(folder);
  await writeFile(join(folder, 'migration.sql'), sql);
  console.log(`wrote ${folder}/migration.sql`);
}
