import { createHash } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { commandDatabase, newsgraph, temporaryFolder } from '../support/cli.ts';
import { zipOf } from '../support/containers.ts';
import { serverOf } from '../support/http-server.ts';

/** That a receipt tells of a file and an outcome. */
const receipt = (name: string, outcome: string) => new RegExp(`/${name}","outcome":"${outcome}"`);

it('takes in what is in a folder, what comes, what changes, and what did so while nobody watched', async () => {
  const folder = await temporaryFolder();
  const { settings } = await commandDatabase();
  const put = (name: string, text: string | Uint8Array) => writeFile(join(folder, name), text);
  await put('there.txt', 'Ada Quill opened the bridge on Monday.\n');
  const watch = () => newsgraph(['watch', '--settle', '200ms', folder], settings);

  const first = watch();
  await first.output(receipt('there.txt', 'CREATED'));
  await put('.half.txt', 'Tom Tull shut the bri');
  await put('.half.txt', 'Tom Tull shut the bridge on Tuesday.\n');
  await rename(join(folder, '.half.txt'), join(folder, 'comes.txt'));
  await first.output(receipt('comes.txt', 'CREATED'));
  await put('there.txt', 'Ada Quill opened the bridge on Friday.\n');
  await first.output(receipt('there.txt', 'UPDATED'));
  await put('archive.zip', zipOf({ 'a.txt': 'Wren Tolliver crossed the bridge.\n' }));
  await first.output(receipt('archive.zip#a.txt', 'CREATED'));
  first.kill('SIGTERM');
  const { status, stdout, stderr } = await first.finished;
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).not.toContain('half');

  await put('there.txt', 'Ada Quill shut the bridge on Sunday.\n');
  await put('later.txt', 'Ruth Mabey looked at the bridge.\n');
  await rm(join(folder, 'comes.txt'));
  const second = watch();
  await second.output(receipt('there.txt', 'UPDATED'));
  await second.output(receipt('archive.zip#a.txt', 'UNCHANGED'));
  second.kill('SIGKILL');
  expect((await second.finished).stdout).toMatch(receipt('later.txt', 'CREATED'));
});

it('says that there is no such folder', async () => {
  const { settings } = await commandDatabase();
  const { status, stderr } = await newsgraph(['watch', '/nowhere'], settings).finished;
  expect(status).toBe(2);
  expect(stderr).toBe('newsgraph: /nowhere is no folder. What is to be watched has to be there.\n');
});

it('hands files to the gateway that has the database, as poll does, and waits for it when it goes away', async () => {
  const folder = await temporaryFolder();
  const { settings } = await commandDatabase();
  const key = 'a-key-of-the-test';
  const API_KEYS = `desk:ingest:${createHash('sha256').update(key).digest('hex')}`;
  const serve = (PORT: string) => newsgraph(['serve'], { ...settings, API_KEYS, PORT });
  const gateway = serve('0');
  const [, NEWSGRAPH_URL = '', port = ''] = await gateway.output(/GraphiQL +(\S+:(\d+))\/graphql/);
  const access = { ...settings, NEWSGRAPH_URL, NEWSGRAPH_KEY: key, FETCH_ALLOW: '127.0.0.1' };

  const site = await serverOf((request, response) => {
    if (request.url !== '/feed.xml') return response.writeHead(404).end();
    if (request.headers['if-none-match'] === '"1"') return response.writeHead(304).end();
    return response
      .setHeader('etag', '"1"')
      .end(
        '<rss version="2.0"><channel><title>L</title><item><title>Pier shut</title><guid>1</guid></item></channel></rss>',
      );
  });
  const poll = () => newsgraph(['poll', '--once', `${site}/feed.xml`], access).finished;
  expect(await poll()).toMatchObject({ status: 0, stdout: expect.stringMatching(/feed.xml#1","outcome":"CREATED"/) });
  expect(await poll()).toMatchObject({ status: 0, stdout: '' });

  await writeFile(join(folder, 'a.txt'), 'Ada Quill opened the bridge on Monday.\n');
  const watch = newsgraph(['watch', '--settle', '200ms', folder], access);
  await watch.output(receipt('a.txt', 'CREATED'));
  gateway.kill('SIGTERM');
  await gateway.finished;
  await writeFile(join(folder, 'b.txt'), 'Tom Tull shut the bridge on Tuesday.\n');
  const next = serve(port);
  await watch.output(receipt('b.txt', 'CREATED'));
  watch.kill('SIGTERM');
  expect((await watch.finished).status).toBe(0);
  next.kill('SIGTERM');
  await next.finished;
});
