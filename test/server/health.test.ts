import { Client } from 'pg';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import { openPort } from '../../src/open-corpus.ts';
import { IS_SERVER, openDatabase, serverUrl } from '../support/database.ts';
import { startGateway } from '../support/running-gateway.ts';
import { openSocket, Refused } from '../support/sockets.ts';
import { codesOf, createTestGateway, ORIGIN } from './test-gateway.ts';

describe('/health', () => {
  test('is up, whatever the database does', async () => {
    const gateway = createTestGateway({ isReady: () => Promise.reject(new Error('down')) });
    const response = await gateway.fetch(`${ORIGIN}/health`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ status: 'ok' });
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  test('answers HEAD', async () => {
    expect((await createTestGateway().fetch(`${ORIGIN}/health`, { method: 'HEAD' })).status).toBe(200);
  });

  test.each(['/xyz/health', '/health/', '/xhealth', '/nope?x=/health'])('is not %s', async (path) => {
    expect((await createTestGateway().fetch(`${ORIGIN}${path}`)).status).toBe(404);
  });

  test('is not a GraphQL query that ends like it', async () => {
    const response = await createTestGateway().fetch(`${ORIGIN}/graphql?query={hello(name:"x")}&operationName=/health`);
    expect(response.status).toBe(400);
  });
});

describe('/ready', () => {
  test.each([
    { when: 'requests can be served', isReady: async () => true, status: 200, body: { status: 'ok' } },
    { when: 'they cannot', isReady: async () => false, status: 503, body: { status: 'unavailable' } },
    {
      when: 'the check fails',
      isReady: () => Promise.reject(new Error('password hunter2')),
      status: 503,
      body: { status: 'unavailable' },
    },
    {
      when: 'the check throws',
      isReady: () => {
        throw new Error('password hunter2');
      },
      status: 503,
      body: { status: 'unavailable' },
    },
  ])('$status when $when', async ({ isReady, status, body }) => {
    const response = await createTestGateway({ isReady }).fetch(`${ORIGIN}/ready`);
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual(body);
  });

  test('tells the reason to the log only', async () => {
    const gateway = createTestGateway({ isReady: () => Promise.reject(new Error('the database is gone')) });
    await gateway.fetch(`${ORIGIN}/ready`);
    expect(gateway.log()).toContain('the database is gone');
  });

  test('503 when the check comes to no end', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const asked = createTestGateway({ isReady: () => new Promise(() => {}) }).fetch(`${ORIGIN}/ready`);
    await vi.advanceTimersByTimeAsync(2_000);
    expect((await asked).status).toBe(503);
  });

  test('503 while the database is opened and migrated, and then 200, at the same port', async () => {
    const open = await openPort(loadConfig({ PORT: '0' }));
    const ask = async (path: string, init?: RequestInit) => fetch(`${open.url}${path}`, init);
    expect(await (await ask('/ready')).json()).toEqual({ status: 'unavailable' });
    expect(await (await ask('/health')).json()).toEqual({ status: 'ok' });
    const early = await ask('/graphql', { method: 'POST', body: '{"query":"{ __typename }"}' });
    expect([early.status, early.headers.get('retry-after'), await codesOf(early)]).toEqual([503, '2', ['UNAVAILABLE']]);
    expect(early.headers.get('x-content-type-options')).toBe('nosniff');
    const refused = await openSocket(open.url).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(Refused);
    expect(refused).toMatchObject({ status: 503 });
    const statuses = [(await ask('/ready')).status, (await ask('/health', { method: 'HEAD' })).status];
    expect(statuses).toEqual([503, 200]);

    const db = await openDatabase();
    onTestFinished(() => db.close());
    const gateway = await startGateway(db, {}, { open });
    expect(gateway.url).toBe(open.url);
    expect((await gateway.send('/ready')).status).toBe(200);
    expect((await gateway.post({ query: '{ corpus { revision } }' })).status).toBe(200);
  });

  test.skipIf(IS_SERVER)('503 without the embedded database, and the process is up', async () => {
    const db = await openDatabase();
    const gateway = await startGateway(db, {}, { closeAfterTest: false });
    expect((await gateway.send('/ready')).status).toBe(200);
    await db.close();
    expect((await gateway.send('/ready')).status).toBe(503);
    expect((await gateway.send('/health')).status).toBe(200);
    await gateway.close();
  });

  test.runIf(IS_SERVER)('503 while a server takes no connections, and 200 when it does again', async () => {
    const db = await openDatabase();
    onTestFinished(() => db.close());
    const gateway = await startGateway(db);
    const name = new URL(db.url ?? '').pathname.slice(1);
    const admin = new Client({ connectionString: serverUrl() });
    await admin.connect();
    onTestFinished(() => admin.end());
    const ready = async () => (await gateway.send('/ready')).status;
    expect(await ready()).toBe(200);
    await admin.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
    await admin.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name]);
    await expect.poll(ready).toBe(503);
    expect((await gateway.send('/health')).status).toBe(200);
    await admin.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
    await expect.poll(ready, { timeout: 10_000 }).toBe(200);
  });

  test('503 while it drains: what comes is still answered, until the port is closed', async () => {
    const db = await openDatabase();
    onTestFinished(() => db.close());
    const gateway = await startGateway(db, { DRAIN_MS: '3000' }, { closeAfterTest: false });
    const closed = gateway.close();
    expect((await gateway.send('/ready')).status).toBe(503);
    expect((await gateway.send('/health')).status).toBe(200);
    expect((await gateway.post({ query: '{ corpus { revision } }' })).status).toBe(200);
    await closed;
    await expect(gateway.send('/ready')).rejects.toThrow('fetch failed');
  });
});
