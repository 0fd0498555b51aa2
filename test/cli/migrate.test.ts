import { basename, dirname } from 'node:path';
import { Client } from 'pg';
import { expect, it, onTestFinished } from 'vitest';
import { newsgraph, settingsOfNewDatabase } from '../support/cli.ts';
import { createOnServer, IS_SERVER } from '../support/database.ts';
import { allMigrations } from '../support/older-release.ts';

const MIGRATED = /^migrated +(\d\S+)$/gm;

const names = (await allMigrations()).map((path) => basename(dirname(path)));
const migratedBy = (stdout: string) => [...stdout.matchAll(MIGRATED)].map(([, name]) => name);

it('newsgraph migrate makes the tables, names the migrations, and does nothing the next time', async () => {
  const settings = await settingsOfNewDatabase();
  const first = await newsgraph(['migrate'], settings).finished;
  expect(first).toMatchObject({ status: 0, stderr: '' });
  expect(migratedBy(first.stdout)).toEqual(names);
  const second = await newsgraph(['migrate'], settings).finished;
  expect(second).toMatchObject({ status: 0, stderr: '', stdout: expect.stringContaining('nothing was missing') });
});

it.runIf(IS_SERVER)('of three at once on a server one applies each migration', async () => {
  const { url: DATABASE_URL, drop } = await createOnServer();
  onTestFinished(drop);
  const all = await Promise.all([1, 2, 3].map(() => newsgraph(['migrate'], { DATABASE_URL }).finished));
  for (const { status, stderr } of all) expect([status, stderr]).toEqual([0, '']);
  expect(all.flatMap(({ stdout }) => migratedBy(stdout)).sort()).toEqual(names);
  const client = new Client({ connectionString: DATABASE_URL });
  await client.connect();
  const { rows } = await client.query('SELECT "migration_name" AS name FROM "_prisma_migrations" ORDER BY 1');
  await client.end();
  expect(rows.map(({ name }) => name)).toEqual(names);
});
