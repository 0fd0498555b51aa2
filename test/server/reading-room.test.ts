import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { readReadingRoom } from '../../src/server/reading-room.ts';
import type { TestGateway } from './test-gateway.ts';
import { codesOf, createTestGateway, ORIGIN } from './test-gateway.ts';

const HTML = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
const SCRIPT = `const words = '${'word '.repeat(1_000)}';`;

let folder: string;
let gateway: TestGateway;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'newsgraph-room-'));
  await mkdir(join(folder, 'web/assets'), { recursive: true });
  await writeFile(join(folder, 'web/index.html'), '<!doctype html><title>The room</title>');
  await writeFile(join(folder, 'web/manifest.json'), '{}');
  await writeFile(join(folder, 'web/icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  await writeFile(join(folder, 'web/assets/index-4f2a.js'), SCRIPT);
  await writeFile(join(folder, 'secret.js'), 'secret');
  gateway = createTestGateway({ readingRoom: await readReadingRoom(join(folder, 'web')) });
});
afterAll(() => rm(folder, { recursive: true }));

const get = (path: string, headers: Record<string, string> = {}, init: RequestInit = {}) =>
  gateway.fetch(`${ORIGIN}${path}`, { headers, ...init });

describe('the page', () => {
  it.each(['/', '/?q=bridge', '/article/QXJ0aWNsZTox', '/article/a%2Fb', '/entity/QQ==', '/sources'])(
    'is at %s',
    async (path) => {
      const response = await get(path, HTML);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(await response.text()).toContain('The room');
    },
  );

  it.each<[string, string, RequestInit, number]>([
    ['a program at the address of a view', '/sources', { headers: { accept: 'application/json' } }, 404],
    ['whoever asks for an address of no view', '/nope', { headers: HTML }, 404],
    ['whoever asks below a view', '/article/1/2', { headers: HTML }, 404],
    ['whoever asks for no article', '/article/', { headers: HTML }, 404],
    ['whoever posts', '/', { method: 'POST', headers: HTML }, 404],
  ])('is not for %s', async (_who, path, init, status) => {
    const response = await gateway.fetch(`${ORIGIN}${path}`, init);
    expect([response.status, await codesOf(response)]).toEqual([status, ['NOT_FOUND']]);
  });

  it('may run and load its own files alone, and talk to its own server alone', async () => {
    const policy = (await get('/', HTML)).headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(policy).toContain("connect-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/https?:|unsafe|\*|data:/);
  });

  it('is asked for again each time, and sent when it has changed', async () => {
    const first = await get('/', HTML);
    expect(first.headers.get('cache-control')).toBe('no-cache');
    const etag = first.headers.get('etag') ?? '';
    const again = await get('/sources', { ...HTML, 'if-none-match': etag });
    expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag]);
    expect((await get('/', { ...HTML, 'if-none-match': '"another"' })).status).toBe(200);
  });

  it('leaves GraphQL, GraphiQL, the probes and the schema where they are', async () => {
    expect(await (await get('/graphql?query={hello}')).json()).toEqual({ data: { hello: 'Hello world' } });
    expect(await (await get('/graphql', HTML)).text()).toContain('GraphiQL');
    expect(await (await get('/health', HTML)).json()).toEqual({ status: 'ok' });
    expect((await get('/schema.graphql', HTML)).headers.get('content-type')).toContain('text/plain');
  });

  it('loads where reading is closed, and what it asks for does not', async () => {
    const readingRoom = await readReadingRoom(join(folder, 'web'));
    const closed = createTestGateway({ readingRoom, isReadingOpen: false });
    for (const path of ['/', '/sources', '/assets/index-4f2a.js']) {
      expect((await closed.fetch(`${ORIGIN}${path}`, { headers: HTML })).status).toBe(200);
    }
    expect((await closed.fetch(`${ORIGIN}/graphql?query={hello}`)).status).toBe(401);
  });
});

describe('files of the page', () => {
  it('are kept for ever where their names change with their content', async () => {
    const script = await get('/assets/index-4f2a.js');
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(script.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(await script.text()).toBe(SCRIPT);
    const icon = await get('/icon.svg');
    expect(icon.headers.get('content-type')).toBe('image/svg+xml');
    expect(icon.headers.get('cache-control')).toBe('no-cache');
  });

  it('are compressed for who takes gzip, where it is worth it', async () => {
    const gzipped = await get('/assets/index-4f2a.js', { 'accept-encoding': 'gzip, br' });
    expect(gzipped.headers.get('content-encoding')).toBe('gzip');
    expect(gzipped.headers.get('vary')).toBe('Accept-Encoding');
    const bytes = new Uint8Array(await gzipped.arrayBuffer());
    expect(gzipped.headers.get('content-length')).toBe(String(bytes.length));
    expect(gunzipSync(bytes).toString()).toBe(SCRIPT);
    expect((await get('/icon.svg', { 'accept-encoding': 'gzip' })).headers.get('content-encoding')).toBeNull();
  });

  it('are told of without their bytes by HEAD', async () => {
    const head = await get('/assets/index-4f2a.js', {}, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    expect(head.headers.get('content-length')).toBe(String(SCRIPT.length));
    expect(head.headers.get('etag')).toBe((await get('/assets/index-4f2a.js')).headers.get('etag'));
  });

  it.each([
    '/secret.js',
    '/assets/../../secret.js',
    '/assets/%2e%2e/%2e%2e/secret.js',
    '/..%2fsecret.js',
    '/assets/..%5c..%5csecret.js',
    '//secret.js',
    '/assets/',
    '/assets/index-0000.js',
    '/manifest.json',
  ])('%s is none of them', async (path) => {
    expect((await get(path)).status).toBe(404);
  });
});

test('/ says how to build the page where it has not been built', async () => {
  expect(await readReadingRoom(join(folder, 'nowhere'))).toBeNull();
  const bare = createTestGateway();
  const response = await bare.fetch(`${ORIGIN}/`, { headers: HTML });
  expect([response.status, response.headers.get('content-type')]).toEqual([404, 'text/plain; charset=utf-8']);
  expect(await response.text()).toContain('npm run build');
  expect((await bare.fetch(`${ORIGIN}/sources`, { headers: HTML })).status).toBe(404);
});
