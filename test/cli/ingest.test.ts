import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { examine } from '../../src/storage/doctor/doctor.ts';
import type { CommandDatabase } from '../support/cli.ts';
import { commandDatabase, newsgraph, temporaryFolder } from '../support/cli.ts';
import { IS_SERVER } from '../support/database.ts';
import type { Answer } from '../support/graph.ts';
import { graphState } from '../support/graph-state.ts';
import { serverOf } from '../support/http-server.ts';
import type { IngestRun } from '../support/killed-runs.ts';
import { firstDifference, ingestFolder, killRuns } from '../support/killed-runs.ts';
import { writeMixedDocuments } from '../support/mixed-documents.ts';
import { randomOf } from '../support/random.ts';

const CLI = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));

const receiptsIn = (stdout: string): Answer[] =>
  stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Answer);
const told = (stdout: string) =>
  receiptsIn(stdout).map(({ uri, outcome, problems }) => [uri, outcome, ...problems.map(({ code }: Answer) => code)]);

it.skipIf(IS_SERVER)('takes patterns, folders, addresses and standard input; a receipt a line in a pipe', async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'inner'));
  await writeFile(join(folder, 'a.txt'), 'Ada Quill opened the bridge on Monday.\n');
  await writeFile(join(folder, 'inner', 'b.txt'), 'Tom Tull shut the bridge on Tuesday.\n');
  const url = await serverOf((request, response) => {
    if (request.url === '/page') response.setHeader('content-type', 'text/plain').end('The pier is open, Tull said.\n');
    else response.writeHead(404).end();
  });
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

it.skipIf(IS_SERVER)(
  'hands its documents to the gateway that has the database, and says what it needs for that',
  async () => {
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

    // One that is larger than what a request may hold goes in parts, each known as it would be to the folder's own.
    const lines = Array.from({ length: 40 }, (_, n) => ({
      '@id': `https://x.example//${n}/`,
      text: `Pier ${n} opened. ${'-'.repeat(9_000)}`,
    }));
    const large = join(folder, 'large.jsonl');
    await writeFile(large, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    const parts = await newsgraph(['ingest', large], { ...settings, NEWSGRAPH_URL, NEWSGRAPH_KEY: key }).finished;
    expect(told(parts.stdout)).toEqual(lines.map((line) => [`${large}#${line['@id']}`, 'CREATED']));

    const wrong = await newsgraph(['ingest', file], { ...settings, NEWSGRAPH_URL, NEWSGRAPH_KEY: 'another' }).finished;
    expect(wrong.status).toBe(2);
    expect(wrong.stderr).toMatch(/^newsgraph: .*key/);
  },
);

it.skipIf(IS_SERVER)('exports what it has taken in, to a file or a pipe', async () => {
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

it('killed by SIGKILL again and again, and run to its end, it gives the graph of an undisturbed run', async () => {
  const documents = await temporaryFolder();
  const total = await writeMixedDocuments(documents, 190);
  const [whole, killed] = [await commandDatabase(), await commandDatabase()];
  const command = [process.execPath, '--import', 'tsx', CLI];
  const runOn = ({ settings }: CommandDatabase): IngestRun => ({ command, documents, settings });
  const undisturbed = await ingestFolder(runOn(whole));
  expect(undisturbed.receipts).toHaveLength(total);

  const stored = await killRuns(runOn(killed), { kills: 3, total, random: randomOf(8) });
  expect(stored.every((count) => count < total)).toBe(true);
  const resumed = await ingestFolder(runOn(killed));
  expect(resumed.status).toBe(1);
  expect(resumed.receipts.map(({ uri }) => uri)).toEqual(undisturbed.receipts.map(({ uri }) => uri));

  const states: unknown[] = [];
  for (const database of [whole, killed]) {
    const db = await database.open();
    states.push(await graphState(db));
    for await (const finding of examine(db.prisma, { mend: false })) expect(finding).toMatchObject({ wrong: 0 });
    await db.close();
  }
  expect(firstDifference(states[0], states[1])).toBeNull();
});
