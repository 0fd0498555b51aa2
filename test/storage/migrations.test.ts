import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import PgBoss from 'pg-boss';
import { expect, it } from 'vitest';
import { applyMigrations, MIGRATIONS_DIR, pendingChanges } from '../../src/storage/schema-engine.ts';
import { databaseWithoutTables, IS_SERVER } from '../support/database.ts';

it.skipIf(IS_SERVER)('prisma/migrations leads to prisma/schema.prisma', async () => {
  const { adapter } = await databaseWithoutTables();
  expect(await pendingChanges(adapter), 'write one: npm run migration -- NAME').toBeNull();
});

it('migrations are applied once and recorded in Prisma’s own table', async () => {
  const { adapter, query } = await databaseWithoutTables();
  const first = await applyMigrations(adapter);
  const again = await applyMigrations(adapter);
  const rows = await query<{ migration_name: string }>('SELECT migration_name FROM _prisma_migrations ORDER BY 1');
  expect(first.length).toBeGreaterThan(0);
  expect(again).toEqual([]);
  expect(rows.map((row) => row.migration_name)).toEqual(first);
});

it('a statement that fails in a migration is reported, not passed over', async () => {
  const { adapter, exec } = await databaseWithoutTables();
  await exec('CREATE TYPE "EntityType" AS ENUM ()');
  await expect(applyMigrations(adapter)).rejects.toThrow(/already exists/);
});

it('the tables of pg-boss are those that its version asks for', async () => {
  const { adapter, query } = await databaseWithoutTables();
  await applyMigrations(adapter);
  const boss = new PgBoss({
    schema: 'newsgraph_jobs',
    db: { executeSql: async (sql) => ({ rows: await query(sql) }) },
    migrate: false,
    supervise: false,
    schedule: false,
  });
  await expect(boss.start(), 'its schema takes a migration: PgBoss.getMigrationPlans').resolves.toBe(boss);
});

it('every foreign key of ours has an index', async () => {
  const { adapter, query } = await databaseWithoutTables();
  await applyMigrations(adapter);
  const rows = await query(`
    SELECT c.conrelid::regclass AS "table", a.attname AS "column" FROM pg_constraint c
    JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
    WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace AND NOT EXISTS (
      SELECT FROM pg_index i WHERE i.indrelid = c.conrelid AND i.indkey[0] = c.conkey[1])`);
  expect(rows).toEqual([]);
});

it('a database of the first version is taken along: its links get a ground, its names their plain letters', async () => {
  const [first = '', ...later] = (await readdir(MIGRATIONS_DIR)).filter((name) => /^\d/.test(name)).sort();
  const sqlOf = (name: string) => readFile(join(MIGRATIONS_DIR, name, 'migration.sql'), 'utf8');
  const { exec, query } = await databaseWithoutTables();
  await exec(await sqlOf(first));
  await exec(`
    INSERT INTO "Article" ("id", "key", "headline", "headlineBasis", "body", "inLanguage", "wordCount")
      VALUES ('00000000-0000-7000-8000-000000000001', '/a', 'A', 'STATED', 'A', 'en', 1);
    INSERT INTO "Entity" ("id", "key", "name", "type") VALUES
      ('00000000-0000-7000-8000-000000000002', 'PERSON:lech małysz', 'Lech Małysz', 'PERSON'),
      ('00000000-0000-7000-8000-000000000003', 'ORGANIZATION:defense ministry:FR', 'Defense Ministry', 'ORGANIZATION');
    INSERT INTO "ArticleEntity" ("articleId", "entityId", "mentionCount", "salience")
      SELECT '00000000-0000-7000-8000-000000000001', "id", 1, 1 FROM "Entity";
    INSERT INTO "EntityName" ("articleId", "entityId", "name", "normalized")
      SELECT '00000000-0000-7000-8000-000000000001', "id", "name", lower("name") FROM "Entity";
    INSERT INTO "Source" ("id", "key", "name", "kind", "normalizedNames", "label")
      VALUES ('00000000-0000-7000-8000-000000000004', 'name:straßenblatt', 'Straßenblatt', 'NEWS_OUTLET', '{straßenblatt}', 'straßenblatt');`);
  for (const name of later) await exec(await sqlOf(name));
  const links = await query(
    'SELECT "name", "linkKey", "linkRule", "linkReason" <> \'\' AS "hasReason" FROM "ArticleEntity" ORDER BY "linkKey"',
  );
  const names = await query('SELECT "normalized" FROM "EntityName" ORDER BY 1');
  const sources = await query('SELECT "normalizedNames", "label" FROM "Source"');
  expect(links).toEqual([
    {
      name: 'Defense Ministry',
      linkKey: 'ORGANIZATION:defense ministry:FR',
      linkRule: 'NAME_AND_COUNTRY',
      hasReason: true,
    },
    { name: 'Lech Małysz', linkKey: 'PERSON:lech małysz', linkRule: 'FULL_NAME', hasReason: true },
  ]);
  expect(names).toEqual([{ normalized: 'defense ministry' }, { normalized: 'lech malysz' }]);
  expect(sources).toEqual([{ normalizedNames: ['strassenblatt'], label: 'strassenblatt' }]);
});
