import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { Client } from 'pg';
import { expect, it, onTestFinished } from 'vitest';
import { ask, newsgraph, temporaryFolder } from '../support/cli.ts';

const URL_LINE = /GraphiQL\s+(http:\S+)/;
const SERVER_URL = process.env['TEST_DATABASE_URL'];

/** A port that nobody has. */
async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return String(port);
}

/** The status of an answer; 0 where nobody answers. */
const statusOf = (port: string, path: string) =>
  fetch(`http://127.0.0.1:${port}${path}`).then(
    ({ status }) => status,
    () => 0,
  );

it('a first start is not ready while it makes the database and loads the seeds, and answers that it lives', async () => {
  const PORT = await freePort();
  const running = newsgraph(['start'], { DATA_DIR: await temporaryFolder(), PORT });
  await expect.poll(() => statusOf(PORT, '/ready'), { timeout: 60_000, interval: 20 }).toBe(503);
  expect(await statusOf(PORT, '/health')).toBe(200);
  await running.output(/CREATED/);
  expect(await statusOf(PORT, '/ready')).toBe(503);
  await running.output(URL_LINE);
  expect(await statusOf(PORT, '/ready')).toBe(200);
  running.kill('SIGTERM');
  expect((await running.finished).status).toBe(0);
});

it.skipIf(SERVER_URL === undefined)('serve is not ready while a server is migrated', async () => {
  const name = `newsgraph_test_${randomUUID().replaceAll('-', '')}`;
  const admin = new Client({ connectionString: SERVER_URL });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name}`);
  const DATABASE_URL = new URL(SERVER_URL ?? '');
  DATABASE_URL.pathname = `/${name}`;
  const locker = new Client({ connectionString: DATABASE_URL.href });
  await locker.connect();
  onTestFinished(async () => {
    await locker.end().catch(() => {});
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await admin.end();
  });
  // Whoever migrates has to wait for the end of this transaction.
  await locker.query('BEGIN; CREATE TABLE "_prisma_migrations" ("id" integer)');
  const PORT = await freePort();
  const running = newsgraph(['serve'], { DATABASE_URL: DATABASE_URL.href, PORT });
  const migrating = async () =>
    (await admin.query(`SELECT pid FROM pg_stat_activity WHERE datname = $1 AND wait_event_type = 'Lock'`, [name]))
      .rowCount;
  await expect.poll(migrating, { timeout: 60_000 }).toBe(1);
  expect(await statusOf(PORT, '/ready')).toBe(503);
  expect(await statusOf(PORT, '/graphql?query={__typename}')).toBe(503);
  expect(await statusOf(PORT, '/health')).toBe(200);
  await locker.query('ROLLBACK');
  await running.output(URL_LINE);
  expect(await statusOf(PORT, '/ready')).toBe(200);
  running.kill('SIGTERM');
  expect((await running.finished).status).toBe(0);
});

it('after SIGTERM it is not ready for DRAIN_MS and answers what comes; a second signal ends it at once', async () => {
  const running = newsgraph(['start'], { DATA_DIR: await temporaryFolder(), DRAIN_MS: '600000' });
  const [, url = ''] = await running.output(URL_LINE);
  const { port } = new URL(url);
  running.kill('SIGTERM');
  await expect.poll(() => statusOf(port, '/ready')).toBe(503);
  expect(await statusOf(port, '/health')).toBe(200);
  expect(await ask(url, '{ corpus { articleCount } }')).toMatchObject({ corpus: {} });
  running.kill('SIGTERM');
  expect((await running.finished).status).toBe(1);
});
