import { cp, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import type { CommandDatabase } from '../support/cli.ts';
import { commandDatabase, newsgraph, temporaryFolder } from '../support/cli.ts';

const SEEDS = fileURLToPath(new URL('../../seeds', import.meta.url));

const lines = (stdout: string) =>
  stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

it('--json gives one receipt a line; the same bytes again are unchanged; other bytes keep the article', async () => {
  const folder = await temporaryFolder();
  const { settings } = await commandDatabase();
  const file = join(folder, 'a.txt');
  await writeFile(
    file,
    'Ada Quill opened the bridge on Monday.\n“It stands,” Quill said.\nLink : https://ledger.example/news/2026/10/05/bridge/\n',
  );
  const seed = async (...args: string[]) => {
    const { status, stdout } = await newsgraph(['seed', '--json', ...args, file], settings).finished;
    expect(status).toBe(0);
    return lines(stdout);
  };
  const [dry] = await seed('--dry-run');
  expect(dry).toMatchObject({ uri: file, outcome: 'CREATED', articleId: null, problems: [] });
  const [created] = await seed();
  expect(created).toEqual({ ...dry, articleId: expect.any(String) });
  expect(atob(created.articleId)).toMatch(/^Article:/);
  expect(Object.keys(created)).toEqual([
    'uri',
    'outcome',
    'articleId',
    'mentionCount',
    'quoteCount',
    'citationCount',
    'copyOf',
    'problems',
  ]);
  expect(await seed()).toEqual([{ ...created, outcome: 'UNCHANGED' }]);
  await writeFile(
    file,
    'Ada Quill opened the bridge on Tuesday.\nLink : https://ledger.example/news/2026/10/05/bridge/\n',
  );
  expect(await seed()).toMatchObject([{ outcome: 'UPDATED', articleId: created.articleId, quoteCount: 0 }]);
});

it('what cannot be read is rejected with the reason, the rest goes on, and the exit status says so', async () => {
  const folder = await temporaryFolder();
  const documents = join(folder, 'documents');
  await mkdir(documents);
  await writeFile(join(documents, '1-empty.txt'), '');
  await writeFile(join(documents, '2-image.txt'), Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'));
  await writeFile(
    join(documents, '3-latin.txt'),
    Buffer.from('Caf\u00e9 owner Ada Quill said no to the mayor of the town.\n', 'latin1'),
  );
  await writeFile(join(documents, '4-line.txt'), 'word '.repeat(1_500_000));
  await writeFile(join(documents, '5-marks.txt'), '“'.repeat(100_000));
  await writeFile(join(documents, '6-fine.txt'), 'Ada Quill opened the bridge on Monday.\nLink : not a url\n');
  const { settings } = await commandDatabase();
  const run = await newsgraph(['seed', '--json', documents, join(folder, 'nowhere')], settings).finished;
  expect(run.status).toBe(1);
  expect(run.stderr).toBe('');
  const found = lines(run.stdout).map(({ uri, outcome, problems }) => [
    uri.slice(folder.length),
    outcome,
    ...problems.map((problem: { code: string }) => problem.code),
  ]);
  expect(found).toEqual([
    ['/documents/1-empty.txt', 'REJECTED', 'EMPTY_DOCUMENT'],
    ['/documents/2-image.txt', 'REJECTED', 'BINARY_DOCUMENT'],
    ['/documents/3-latin.txt', 'CREATED', 'CHARSET_GUESSED'],
    ['/documents/4-line.txt', 'REJECTED', 'DOCUMENT_TOO_LONG'],
    ['/documents/5-marks.txt', 'CREATED'],
    ['/documents/6-fine.txt', 'CREATED', 'URL_INVALID'],
    ['/nowhere', 'REJECTED', 'UNREADABLE'],
  ]);
});

it('in a pipe it is quiet but for what needs attention, and a summary', async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'documents'));
  await writeFile(join(folder, 'documents', 'fine.txt'), 'Ada Quill opened the bridge on Monday.\n');
  await writeFile(join(folder, 'documents', 'empty.txt'), '');
  const { settings } = await commandDatabase();
  const { stdout } = await newsgraph(['seed', join(folder, 'documents')], settings).finished;
  expect(stdout).toMatch(/^REJECTED {3}.*empty\.txt\n {11}EMPTY_DOCUMENT: .*\n2 documents: 1 CREATED, 1 REJECTED\n$/);
});

it('killed at any point and run again, it ends in the same state as an undisturbed run', async () => {
  const folder = await temporaryFolder();
  const documents = join(folder, 'documents');
  await cp(SEEDS, documents, { recursive: true });
  const state = async ({ open }: CommandDatabase) => {
    const db = await open();
    try {
      return await db.prisma.article.findMany({
        orderBy: { key: 'asc' },
        select: {
          key: true,
          body: true,
          headline: true,
          publisher: { select: { key: true, name: true, aliases: true } },
          documents: { select: { uri: true, sha256: true, isPrimary: true } },
          mentions: {
            orderBy: { start: 'asc' },
            select: { start: true, end: true, exact: true, entity: { select: { key: true, name: true } } },
          },
          quotes: {
            orderBy: { start: 'asc' },
            select: {
              start: true,
              content: true,
              speaker: { select: { key: true } },
              citation: { select: { exact: true } },
            },
          },
          citations: {
            orderBy: { start: 'asc' },
            select: {
              start: true,
              exact: true,
              source: { select: { key: true, name: true } },
              via: { select: { key: true } },
            },
          },
        },
      });
    } finally {
      await db.close();
    }
  };
  const undisturbed = await commandDatabase();
  expect((await newsgraph(['seed', '--json', documents], undisturbed.settings).finished).status).toBe(0);

  const disturbed = await commandDatabase();
  const count = (await readdir(documents)).length;
  for (const until of [1, Math.floor(count / 2), count - 2]) {
    const run = newsgraph(['seed', '--json', documents], disturbed.settings);
    await run.output(new RegExp(`(?:.*\\n){${until}}`));
    run.kill('SIGKILL');
    await run.finished;
  }
  expect((await newsgraph(['seed', '--json', documents], disturbed.settings).finished).status).toBe(0);
  expect(await state(disturbed)).toEqual(await state(undisturbed));
});

it('documents by the hundred are extracted beside the one thread: the same answers, in the order of the files', async () => {
  const folder = await temporaryFolder();
  const documents = join(folder, 'documents');
  await mkdir(documents);
  const texts = Array.from(
    { length: 100 },
    (_, i) => `“No,” Ada Quill told Tom Tull for the ${i}th time in Paris, France.\n`,
  );
  for (const [i, text] of texts.entries()) await writeFile(join(documents, `${String(i).padStart(3, '0')}.txt`), text);
  const { settings } = await commandDatabase();
  const seed = async () => {
    const { status, stdout } = await newsgraph(['seed', '--json', documents], settings).finished;
    expect(status).toBe(0);
    return lines(stdout);
  };
  const [first, ...others] = await seed();
  expect(first).toMatchObject({ outcome: 'CREATED', quoteCount: 1 });
  const found = ({ mentionCount, quoteCount, citationCount }: Record<string, unknown>) => ({
    mentionCount,
    quoteCount,
    citationCount,
  });
  for (const receipt of others) expect(found(receipt)).toEqual(found(first));
  expect([first, ...others].map(({ uri }) => uri)).toEqual(
    texts.map((_, i) => join(documents, `${String(i).padStart(3, '0')}.txt`)),
  );
  const again = await seed();
  expect(again).toEqual([first, ...others].map((receipt) => ({ ...receipt, outcome: 'UNCHANGED' })));
});
