import { expect, it } from 'vitest';
import { createPGlite, embeddedAdapter } from '../../src/storage/database.ts';
import { applyMigrations, pendingChanges } from '../../src/storage/schema-engine.ts';

it('prisma/migrations leads to prisma/schema.prisma', async () => {
  const shadow = await createPGlite();
  expect(await pendingChanges(embeddedAdapter(shadow)), 'write one: npm run migration -- NAME').toBeNull();
  await shadow.close();
});

it('migrations are applied once and recorded in Prisma’s own table', async () => {
  const pglite = await createPGlite();
  const first = await applyMigrations(embeddedAdapter(pglite));
  const again = await applyMigrations(embeddedAdapter(pglite));
  const { rows } = await pglite.query<{ migration_name: string }>(
    'SELECT migration_name FROM _prisma_migrations ORDER BY 1',
  );
  await pglite.close();
  expect(first.length).toBeGreaterThan(0);
  expect(again).toEqual([]);
  expect(rows.map((row) => row.migration_name)).toEqual(first);
});

it('a statement that fails in a migration is reported, not passed over', async () => {
  const pglite = await createPGlite();
  await pglite.exec('CREATE TYPE "EntityType" AS ENUM ()');
  await expect(applyMigrations(embeddedAdapter(pglite))).rejects.toThrow(/already exists/);
  await pglite.close();
});

it('every foreign key has an index', async () => {
  const pglite = await createPGlite();
  await applyMigrations(embeddedAdapter(pglite));
  const { rows } = await pglite.query(`
    SELECT c.conrelid::regclass AS "table", a.attname AS "column" FROM pg_constraint c
    JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
    WHERE c.contype = 'f' AND NOT EXISTS (
      SELECT FROM pg_index i WHERE i.indrelid = c.conrelid AND i.indkey[0] = c.conkey[1])`);
  await pglite.close();
  expect(rows).toEqual([]);
});
