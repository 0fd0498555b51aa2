import { readdirSync, readFileSync } from 'node:fs';
import { format } from 'sql-formatter';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../../src/storage/database.ts';
import { openDatabase } from '../support/database.ts';
import type { Graph } from '../support/graph.ts';
import { createGraph, fill } from '../support/graph.ts';

/*
 * Each query of test/queries stands beside its answer and the SQL that it takes, so that a change of either shows as a
 * diff. Write them anew with `npx vitest run test/graphql/golden.test.ts -u`, and read the diff.
 */
const FOLDER = new URL('../queries/', import.meta.url);
const NAMES = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.graphql'))
  .map((file) => file.replace('.graphql', ''));

let db: Database;
let graph: Graph;
const statements: string[] = [];
beforeAll(async () => {
  db = await openDatabase();
  graph = createGraph(db);
  await fill(graph, 6);
  db.onStatement(({ sql }) => statements.push(sql));
});
afterAll(() => db.close());

it('there are queries to run', () => {
  expect(NAMES.length).toBeGreaterThan(3);
});

it.each(NAMES)('%s', async (name) => {
  const query = readFileSync(new URL(`${name}.graphql`, FOLDER), 'utf8');
  statements.length = 0;
  const answer = await graph.query(query);
  const sql = statements.map((statement) => format(statement, { language: 'postgresql' })).join(';\n\n');
  await expect(`${JSON.stringify(answer, null, 2)}\n`).toMatchFileSnapshot(`../queries/${name}.json`);
  await expect(`${sql};\n`).toMatchFileSnapshot(`../queries/${name}.sql`);
});
