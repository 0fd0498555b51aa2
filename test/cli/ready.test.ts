import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { Client } from 'pg';
import { expect, it, onTestFinished } from 'vitest';
import { ask, commandDatabase, newsgraph, settingsOfNewDatabase } from '../support/cli.ts';
import { createOnServer, IS_SERVER } from '../support/database.ts';

const URL_LINE = /GraphiQL\s+(http:\S+)/;

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
  const running = newsgraph(['start'], { ...(await settingsOfNewDatabase()), PORT });
  await expect.poll(() => statusOf(PORT, '/ready'), { timeout: 60_000, interval: 20 }).toBe(503);
  expect(await statusOf(PORT, '/health')).toBe(200);
  await running.output(/CREATED/);
  expect(await statusOf(PORT, '/ready')).toBe(503);
  await running.output(URL_LINE);
  expect(await statusOf(PORT, '/ready')).toBe(200);
  running.kill('SIGTERM');
  expect((await running.finished).status).toBe(0);
});

it.runIf(IS_SERVER)('serve is not ready while a server is migrated', async () => {
  const { url: DATABASE_URL, drop } = await createOnServer();
  const [locker, observer] = [
    new Client({ connectionString: DATABASE_URL }),
    new Client({ connectionString: DATABASE_URL }),
  ];
  await Promise.all([locker.connect(), observer.connect()]);
  onTestFinished(async () => {
    await Promise.all([locker.end(), observer.end()]);
    await drop();
  });
  // Whoever migrates has to wait for the end of this transaction.
  await locker.query('BEGIN; CREATE TABLE "_prisma_migrations" ("id" integer)');
  const PORT = await freePort();
  const running = newsgraph(['serve'], { DATABASE_URL, PORT });
  const migrating = async () =>
    (
      await observer.query(
        `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      )
    ).rowCount;
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
  const running = newsgraph(['start'], { ...(await commandDatabase()).settings, DRAIN_MS: '600000' });
  const [, url = ''] = await running.output(URL_LINE);
  const { port } = new URL(url);
  running.kill('SIGTERM');
  await expect.poll(() => statusOf(port, '/ready')).toBe(503);
  expect(await statusOf(port, '/health')).toBe(200);
  expect(await ask(url, '{ corpus { articleCount } }')).toMatchObject({ corpus: {} });
  running.kill('SIGTERM');
  expect((await running.finished).status).toBe(1);
});
