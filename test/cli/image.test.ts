import { execFile } from 'node:child_process';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { ask, newsgraph, temporaryFolder } from '../support/cli.ts';
import { buildImage, pack } from '../support/image.ts';
import { KeepAliveClient } from '../support/keep-alive.ts';
import { bring, INGEST_KEY } from '../support/numbered-stories.ts';

const URL_LINE = /GraphiQL\s+(http:\S+)/;

// Compiles, and installs from the registry.
const TIMEOUT = 900_000;

it('what the image holds, and what is packed, is enough to serve, to take documents in and to show the reading room', {
  timeout: TIMEOUT,
}, async () => {
  const image = await buildImage();
  const packed = await pack(image.folder);
  await symlink(join(image.folder, 'node_modules'), join(packed, 'node_modules'));
  const places = [
    { file: image.entry, args: image.command },
    { file: join(packed, 'dist/cli.js'), args: ['serve'] },
  ];
  for (const { file, args } of places) {
    const settings = { ...image.env, HOST: '127.0.0.1', PORT: '0', DATA_DIR: join(await temporaryFolder(), 'data') };
    const running = newsgraph(args, { ...settings, ...INGEST_KEY.settings }, file);
    const [, url = ''] = await running.output(URL_LINE);
    const client = new KeepAliveClient(url);
    const { acknowledged } = await bring(client, 2, null);
    client.close();
    expect(acknowledged).toMatchObject({ outcome: 'CREATED', quoteCount: expect.any(Number) });
    expect(await ask(url, '{ articles(first: 1) { nodes { headline quotes(first: 1) { totalCount } } } }')).toEqual({
      articles: { nodes: [{ headline: 'Bridge 2 opens', quotes: { totalCount: acknowledged?.quoteCount } }] },
    });
    const room = await fetch(new URL('/', url), { headers: { accept: 'text/html' } });
    expect([room.status, room.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/html')]);
    const { port: PORT } = new URL(url);
    await expect(promisify(execFile)(process.execPath, image.health, { env: { PORT } })).resolves.toBeDefined();
    running.kill('SIGTERM');
    expect(await running.finished).toMatchObject({ status: 0, stderr: '' });
  }
});
