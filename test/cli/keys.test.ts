import { describe, expect, it } from 'vitest';
import { commandDatabase, newsgraph } from '../support/cli.ts';
import { IS_SERVER, openDatabase } from '../support/database.ts';
import { startGateway } from '../support/running-gateway.ts';

const LIFT = { query: 'mutation { liftTombstone(input: { uri: "x" }) { tombstones { by } } }' };
const withKey = (key: string) => ({ authorization: `Bearer ${key}`, 'x-graphql-yoga-csrf': '1' });

describe('newsgraph keys', () => {
  it('makes, lists and revokes keys, of which only the hash is kept', async () => {
    const { settings, open } = await commandDatabase();
    const keys = (...args: string[]) => newsgraph(['keys', ...args], settings).finished;

    const made = await keys('create', 'desk', '--scope', 'admin');
    expect(made).toMatchObject({ status: 0, stderr: expect.stringContaining("key of 'desk', scope admin") });
    const key = made.stdout.trim();
    expect(key).toMatch(/^ngk_[\w-]{43}$/);
    expect((await keys('list')).stdout).toMatch(/^admin {6}desk {2}\(made \S+Z\)\n$/);
    const db = await open();
    expect(JSON.stringify(await db.prisma.apiKey.findMany())).not.toContain(key);
    const gateway = await startGateway(db, {}, { closeAfterTest: false });
    expect((await gateway.post(LIFT, withKey(key))).codes).toEqual(['BAD_USER_INPUT']);
    await gateway.close();
    await db.close();

    expect(await keys('create', 'desk', '--scope', 'read')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("There is, or was, a key named 'desk'"),
    });
    expect((await keys('revoke', 'desk')).status).toBe(0);
    expect((await keys('list')).stdout).toMatch(/desk {2}\(made \S+, revoked \S+\)/);
    expect(await keys('revoke', 'desk')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('No key in force'),
    });
    expect(await keys('create', 'a b', '--scope', 'read')).toMatchObject({ status: 2, stdout: '' });
    expect(await keys('create', 'web', '--scope', 'root')).toMatchObject({ status: 2, stdout: '' });
    expect(await keys('create', 'web')).toMatchObject({ status: 2, stdout: '' });
  });

  it.skipIf(IS_SERVER)('while a gateway of the embedded database runs, it says who has, and what to do', async () => {
    const { settings } = await commandDatabase();
    const gateway = newsgraph(['serve'], settings);
    await gateway.output(/GraphiQL +(\S+)/);
    const { status, stdout, stderr } = await newsgraph(['keys', 'create', 'desk', '--scope', 'read'], settings)
      .finished;
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toContain("is in use by 'newsgraph serve'");
    expect(stderr).toContain('stop the gateway, run this again and start it');
    expect(stderr).toContain('API_KEYS');
    gateway.kill('SIGTERM');
    await gateway.finished;
  });

  it.runIf(IS_SERVER)('a gateway of a server hears of keys that are made and revoked', async () => {
    const db = await openDatabase();
    const DATABASE_URL = db.url ?? '';
    const gateway = await startGateway(db, {}, { closeAfterTest: false });
    const keys = (...args: string[]) => newsgraph(['keys', ...args], { DATABASE_URL }).finished;
    const key = (await keys('create', 'desk', '--scope', 'admin')).stdout.trim();
    const codes = async () => (await gateway.post(LIFT, withKey(key))).codes;
    await expect.poll(codes, { timeout: 10_000 }).toEqual(['BAD_USER_INPUT']);
    await keys('revoke', 'desk');
    await expect.poll(codes, { timeout: 10_000 }).toEqual(['UNAUTHENTICATED']);
    await gateway.close();
    await db.close();
  });
});
