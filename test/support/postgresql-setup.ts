import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import type { TestProject } from 'vitest/node';
import { openServer } from '../../src/storage/database.ts';

/** Makes the template once for all test files: a database that is copied. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const name = `newsgraph_template_${randomUUID().replaceAll('-', '')}`;
  const url = new URL(process.env['TEST_DATABASE_URL'] ?? '');
  const admin = new Client({ connectionString: url.href });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name}`);
  url.pathname = `/${name}`;
  await (await openServer({ url: url.href })).close();
  project.provide('databaseTemplate', name);
  return async () => {
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await admin.end();
  };
}
