import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { openEmbedded } from '../../src/storage/database.ts';
import { newsgraph, temporaryFolder } from '../support/cli.ts';
import type { Answer } from '../support/graph.ts';
import { graphState } from '../support/graph-state.ts';

const CLI = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));

const receiptsIn = (stdout: string): Answer[] =>
  stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Answer);
const told = (stdout: string) =>
  receiptsIn(stdout).map(({ uri, outcome, problems }) => [uri, outcome, ...problems.map(({ code }: Answer) => code)]);

it('takes patterns, folders, addresses and standard input; a receipt a line in a pipe', async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'inner'));
  await writeFile(join(folder, 'a.txt'), 'Ada Quill opened the bridge on Monday.\n');
  await writeFile(join(folder, 'inner', 'b.txt'), 'Tom Tull shut the bridge on Tuesday.\n');
  const server = createServer((request, response) => {
    if (request.url === '/page') response.setHeader('content-type', 'text/plain').end('The pier is open, Tull said.\n');
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const settings = { DATA_DIR: join(folder, '.data') };
  const places = [join(folder, '*.txt'), join(folder, 'inner'), `${url}/page`, `${url}/none`, join(folder, '*.pdf')];
  const expected = [
    [join(folder, 'a.txt'), 'CREATED'],
    [join(folder, 'inner', 'b.txt'), 'CREATED'],
    [`${url}/page`, 'CREATED'],
    [`${url}/none`, 'REJECTED', 'UNREADABLE'],
    [join(folder, '*.pdf'), 'REJECTED', 'NO_DOCUMENTS'],
  ];
  const refused = await newsgraph(['ingest', '--dry-run', `${url}/page`], settings).finished;
  expect(refused.stdout).toContain('no public address');
  const run = await newsgraph(['ingest', ...places], { ...settings, FETCH_ALLOW: '127.0.0.1' }).finished;
  expect(told(run.stdout)).toEqual(expected);
  expect(run.status).toBe(1);

  const text = 'Wren Tolliver said nothing.\n';
  const piped = spawnSync(process.execPath, ['--import', 'tsx', CLI, 'ingest', '-'], {
    env: { PATH: process.env['PATH'] ?? '', LOG_LEVEL: 'error', ...settings },
    input: text,
    encoding: 'utf8',
  });
  expect(told(piped.stdout)).toEqual([[`urn:sha256:${createHash('sha256').update(text).digest('hex')}`, 'CREATED']]);
  expect(piped.status).toBe(0);
});

it('hands its documents to the gateway that has the database, and says what it needs for that', async () => {
  const folder = await temporaryFolder();
  const file = join(folder, 'a.txt');
  await writeFile(file, 'Ada Quill opened the bridge on Monday.\n');
  await writeFile(join(folder, 'empty.txt'), '');
  const key = 'a-key-of-the-test';
  const API_KEYS = [`desk:ingest:${createHash('sha256').update(key).digest('hex')}`].join(',');
  const settings = { DATA_DIR: join(folder, '.data') };
  const gateway = newsgraph(['serve'], { ...settings, API_KEYS });
  const [, NEWSGRAPH_URL = ''] = await gateway.output(/GraphiQL +(\S+)\/graphql/);

  const without = await newsgraph(['ingest', file], settings).finished;
  expect(without.status).toBe(1);
  expect(without.stderr).toMatch(/in use by 'newsgraph serve'.*NEWSGRAPH_KEY.*NEWSGRAPH_URL/);

  const ingest = (...args: string[]) =>
    newsgraph(['ingest', ...args, folder], { ...settings, NEWSGRAPH_URL, NEWSGRAPH_KEY: key }).finished;
  const dry = await ingest('--dry-run');
  const done = await ingest();
  for (const { stdout } of [dry, done]) {
    expect(told(stdout)).toEqual([
      [file, 'CREATED'],
      [join(folder, 'empty.txt'), 'REJECTED', 'EMPTY_DOCUMENT'],
    ]);
  }
  expect(atob(receiptsIn(done.stdout)[0]?.articleId)).toMatch(/^Article:/);
  expect(told((await ingest()).stdout)[0]).toEqual([file, 'UNCHANGED']);

  const wrong = await newsgraph(['ingest', file], { ...settings, NEWSGRAPH_URL, NEWSGRAPH_KEY: 'another' }).finished;
  expect(wrong.status).toBe(2);
  expect(wrong.stderr).toMatch(/^newsgraph: .*key/);
});

it('exports what it has taken in, to a file or a pipe', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'a.txt'), '“It stands,” Ada Quill said.\n');
  const settings = { DATA_DIR: join(folder, '.data') };
  await newsgraph(['ingest', folder], settings).finished;
  const output = join(folder, 'out.csv');
  expect(await newsgraph(['export', '--format', 'csv', '--output', output], settings).finished).toMatchObject({
    status: 0,
    stdout: '',
    stderr: '',
  });
  const { stdout } = await newsgraph(['export', '--filter', '{"headline":{"contains":"Quill"}}'], settings).finished;
  expect(receiptsIn(stdout)).toMatchObject([{ newsgraph: 1, quotes: [{ content: 'It stands,' }] }]);
  const wrong = await newsgraph(['export', '--filter', '{"colour":1}'], settings).finished;
  expect(wrong).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('"colour" is not defined') });
});

it('killed again and again and run to its end, it gives the graph of an undisturbed run', async () => {
  const folder = await temporaryFolder();
  const documents = join(folder, 'documents');
  await mkdir(documents);
  const people = ['Ada Quill', 'Tom Tull', 'Wren Tolliver', 'Ruth Mabey'];
  const texts = Array.from({ length: 120 }, (_, i) => {
    const [a, b] = [people[i % 4], people[(i + 1) % 4]];
    return `“The bridge ${i} stands,” ${a} told the Harbour Ledger on Monday.\n${b} said that it would not in Paris.\n`;
  });
  await Promise.all([
    ...texts.slice(0, 80).map((text, i) => writeFile(join(documents, `${i}.txt`), text)),
    writeFile(
      join(documents, 'lines.jsonl'),
      texts
        .slice(80)
        .map((text, id) => `${JSON.stringify({ id, text })}\n`)
        .join(''),
    ),
  ]);
  const stateOf = async (dataDir: string) => {
    const db = await openEmbedded({ dataDir: join(dataDir, 'pg') });
    try {
      return await graphState(db);
    } finally {
      await db.close();
    }
  };
  const whole = join(folder, 'whole');
  expect(await newsgraph(['ingest', documents], { DATA_DIR: whole }).finished).toMatchObject({ status: 0 });

  const killed = join(folder, 'killed');
  for (const receipts of [1, 20, 60]) {
    const run = newsgraph(['ingest', documents], { DATA_DIR: killed });
    // Which were saved by then, and which are being, differs from run to run.
    await run.output(new RegExp(`(?:outcome[^]*?){${receipts}}`));
    run.kill('SIGKILL');
    await run.finished;
  }
  const last = await newsgraph(['ingest', documents], { DATA_DIR: killed }).finished;
  expect(last.status).toBe(0);
  expect(told(last.stdout)).toHaveLength(120);
  expect(await stateOf(killed)).toEqual(await stateOf(whole));
});
