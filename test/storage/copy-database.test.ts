import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Receipt } from '../../src/domain/receipt.ts';
import { copyDatabase, inBatches } from '../../src/storage/copy-database.ts';
import type { Database } from '../../src/storage/database.ts';
import { openEmbedded, openServer } from '../../src/storage/database.ts';
import { createJobStore } from '../../src/storage/job-store.ts';
import { createKeyStore } from '../../src/storage/key-store.ts';
import { temporaryFolder } from '../support/cli.ts';
import type { TestDatabase } from '../support/database.ts';
import { createOnServer, databaseTemplate, IS_SERVER, openDatabase } from '../support/database.ts';
import { documentOf, extractionOf } from '../support/documents.ts';
import { createGraph, fill } from '../support/graph.ts';

/** What PostgreSQL's and JSON's ways of writing texts have marks for. */
const ODD = 'Ada Quill said: "{a,\\"b\\"}" \\N \'NULL\' $1 ☃ 😀\nNULL\n\\x41, tab\there.';

const ARTICLES = `query ($after: String) {
  corpus { revision }
  articles(first: 5, after: $after) {
    totalCount
    pageInfo { endCursor hasNextPage }
    edges { cursor node { id headline body url datePublished mentions(first: 50) { edges { cursor node { id } } }
      quotes(first: 50) { nodes { id content speaker { id name } } } } }
  }
}`;
const THE_REST = `{
  entities(first: 20) { totalCount edges { cursor node { id name } } }
  sources(first: 20) { edges { cursor node { id name } } }
  found: articles(filter: { search: "doubted" }, first: 20) { edges { cursor node { id } } }
}`;

/** What is made by migrations, besides tables. */
const MADE = `SELECT (SELECT array_agg(indexdef ORDER BY indexdef) FROM pg_indexes WHERE schemaname = 'public') AS indexes,
  (SELECT array_agg(pg_get_constraintdef(oid) ORDER BY conname) FROM pg_constraint WHERE connamespace = 'public'::regnamespace) AS constraints,
  (SELECT count(*)::int FROM pg_trigger WHERE tgenabled = 'D') AS disabled`;

async function opened(open: () => Promise<Database>): Promise<Database> {
  const database = await open();
  onTestFinished(() => database.close());
  return database;
}

/** All that clients may ask, page by page, and what the stream of events has for who left at its beginning. */
async function answersOf(database: Database, { after = null }: { after?: string | null } = {}) {
  const graph = createGraph(database);
  return {
    pages: [await graph.query(ARTICLES), await graph.query(ARTICLES, { after })],
    rest: await graph.query(THE_REST),
    keys: await createKeyStore(database.prisma).list(),
    tombstones: await database.prisma.tombstone.findMany(),
    events: await database.prisma.articleEvent.findMany({ orderBy: { position: 'asc' } }),
    documents: await database.prisma.document.findMany({ orderBy: { id: 'asc' } }),
    versions: await database.prisma.articleVersion.findMany(),
    corrections: await database.prisma.correction.findMany(),
    requests: await database.prisma.idempotencyKey.findMany(),
  };
}

/** A request that was done, and may be sent again. */
const REQUEST = { by: 'desk', key: '☃', request: 'cd'.repeat(32) };
const RECEIPT: Receipt = {
  uri: '/articles/odd.txt',
  outcome: 'CREATED',
  articleId: null,
  copyOf: [],
  mentionCount: 1,
  quoteCount: 1,
  citationCount: 1,
  problems: [],
};

function jobsOf({ prisma }: Database) {
  return createJobStore(prisma, { tries: 2, retrySeconds: 1, leaseSeconds: 60, maxBytes: 1_000_000 });
}

async function fillOddly(database: Database): Promise<void> {
  const graph = createGraph(database);
  await fill(graph, 12);
  await graph.context.idempotency.once(REQUEST, async () => [RECEIPT]);
  const waiting = { uri: '/waits.txt', bytes: new Uint8Array([0, 92, 255]), format: null, contentType: null };
  await jobsOf(database).add({ ...waiting, by: 'desk', idempotencyKey: null, request: 'ef' });
  const [before, now] = ['Jo Marsh said it would be late.', 'Jo Marsh said it would be late, and was right.'];
  for (const body of [before, now]) {
    const rewritten = documentOf('/articles/rewritten.txt', { body, headline: 'Late', datePublished: null });
    await graph.store.save(rewritten, extractionOf(body, 'Jo Marsh'), '1');
  }
  const odd = documentOf('/articles/odd.txt', { body: ODD, headline: 'Odd "marks" {,} \\ \'', datePublished: null });
  await graph.store.save(odd, extractionOf(ODD, 'Ada Quill'), '1');
  await createKeyStore(database.prisma).create({ name: 'desk', scope: 'admin', sha256: 'ab'.repeat(32) });
  const { id } = await database.prisma.article.findFirstOrThrow({ where: { headline: 'Bridge 3' } });
  await graph.context.tombstones.remove({ articleId: id, by: 'desk', reason: null });
  // One stands before the one that it points to.
  const [first, second] = await database.prisma.entity.findMany({ orderBy: { id: 'asc' }, take: 2 });
  await graph.context.corrections.mergeEntities({
    from: first?.id ?? '',
    into: second?.id ?? '',
    reason: 'a test',
    by: 'desk',
  });
}

async function embeddedDatabase(): Promise<TestDatabase> {
  return openEmbedded(IS_SERVER ? {} : { template: await databaseTemplate() });
}

const EMBEDDED = { name: 'PGlite', open: embeddedDatabase };
const SERVER = { name: 'a PostgreSQL server', open: openDatabase };
/** From and to what; what the run on PGlite has tried, that on a server need not. */
const WAYS = (
  IS_SERVER
    ? ([
        [EMBEDDED, SERVER],
        [SERVER, EMBEDDED],
        [SERVER, SERVER],
      ] as const)
    : ([[EMBEDDED, EMBEDDED]] as const)
).map(([from, to]) => ({ from, to, way: `${from.name} to ${to.name}` }));

describe.each(WAYS)('a copy from $way', ({ from, to }) => {
  it('answers as its source does, by the same ids and cursors, and goes on as that would', async () => {
    const [source, target] = [await opened(from.open), await opened(to.open)];
    await fillOddly(source);
    const made = await target.prisma.$queryRawUnsafe(MADE);
    const [first] = (await answersOf(source)).pages;
    const after: string = first.articles.pageInfo.endCursor;

    const tables = await copyDatabase(source, target);

    expect(await answersOf(target, { after })).toEqual(await answersOf(source, { after }));
    expect(await target.prisma.$queryRawUnsafe(MADE)).toEqual(made);
    expect(tables).toContainEqual({ name: 'Article', rows: 13 });
    expect(tables).toContainEqual({ name: 'ArticleVersion', rows: 1 });
    expect(tables.map(({ name }) => name)).not.toContain('_prisma_migrations');

    // What was deleted stays so; the next document finds what was there, and gets the next revision and the next event.
    const body = 'Ada Quill spoke of bridges. Jo Marsh listened.';
    for (const database of [source, target]) {
      const graph = createGraph(database);
      await expect(fill(graph, 4)).rejects.toThrow('its article was deleted');
      const next = documentOf('/articles/next.txt', { body, headline: 'The next' });
      await graph.store.save(next, extractionOf(body, 'Ada Quill', 'Jo Marsh'), '1');
      const again = async () => {
        throw new Error('done twice');
      };
      expect(await graph.context.idempotency.once(REQUEST, again)).toEqual([RECEIPT]);
      const [correction] = await database.prisma.correction.findMany();
      await graph.context.corrections.revert(correction?.id ?? '');
    }
    const [ofSource, ofTarget] = [await source.prisma.corpus.findMany(), await target.prisma.corpus.findMany()];
    expect(ofTarget).toEqual(ofSource);
    const counts = {
      select: { key: true, articleCount: true, mentionCount: true },
      orderBy: { key: 'asc' },
    } as const;
    expect(await target.prisma.entity.findMany(counts)).toEqual(await source.prisma.entity.findMany(counts));
  });
});

const [dump, restore] = ['pg_dump', 'pg_restore'].map((name) =>
  [...(process.env['PATH'] ?? '').split(':')].map((folder) => join(folder, name)).find(existsSync),
);

it.runIf(IS_SERVER && dump && restore)('pg_dump and pg_restore take a corpus from server to server, too', async () => {
  const source = await openDatabase();
  onTestFinished(() => source.close());
  await fillOddly(source);
  const bare = await createOnServer();
  onTestFinished(bare.drop);
  const folder = await temporaryFolder();
  const run = promisify(execFile);
  await run(dump ?? '', ['--format=custom', `--file=${join(folder, 'dump')}`, `--dbname=${source.url}`]);
  await run(restore ?? '', ['--no-owner', '--exit-on-error', `--dbname=${bare.url}`, join(folder, 'dump')]);
  const restored = await openServer({ url: bare.url });
  try {
    expect(restored.migrated).toEqual([]);
    expect(await answersOf(restored)).toEqual(await answersOf(source));
    expect(await restored.prisma.$queryRawUnsafe(MADE)).toEqual(await source.prisma.$queryRawUnsafe(MADE));
  } finally {
    await restored.close();
  }
});

it('no table draws numbers from a sequence, whose position would have to be copied', async () => {
  const database = await opened(openDatabase);
  const sequences = await database.prisma
    .$queryRaw`SELECT relname::text FROM pg_class WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace`;
  expect(sequences).toEqual([]);
});

describe('rows that are held at once', () => {
  const sizes = (parts: Iterable<{ bytes: number }[]>) => [...parts].map((part) => part.map(({ bytes }) => bytes));
  it.each([
    [[], []],
    [
      [4, 4, 4],
      [[4, 4], [4]],
    ],
    [
      [1, 1, 90, 1, 1],
      [[1, 1], [90], [1, 1]],
    ],
    [
      [90, 90],
      [[90], [90]],
    ],
    [[10, 0, 0], [[10, 0, 0]]],
  ])('%j, of which ten bytes may be, are %j', (bytes, parts) => {
    expect(
      sizes(
        inBatches(
          bytes.map((each) => ({ bytes: each })),
          10,
        ),
      ),
    ).toEqual(parts);
  });
});

describe.each([IS_SERVER ? SERVER : EMBEDDED])('a copy into $name', ({ open }) => {
  it('is refused where there is something, and leaves what is there', async () => {
    const [source, target] = [await opened(embeddedDatabase), await opened(open)];
    await fill(createGraph(source), 1);
    await createKeyStore(target.prisma).create({ name: 'desk', scope: 'read', sha256: 'cd'.repeat(32) });
    await expect(copyDatabase(source, target)).rejects.toThrow(
      /is not empty: it has rows in ApiKey\. Nothing was copied\. Name a folder that does not exist yet/,
    );
    expect(await target.prisma.article.count()).toBe(0);
    expect(await createKeyStore(target.prisma).list()).toHaveLength(1);
  });

  it('that is stopped half-way leaves nothing behind', async () => {
    const [source, target] = [await opened(embeddedDatabase), await opened(open)];
    await fill(createGraph(source), 2);
    const made = await target.prisma.$queryRawUnsafe(MADE);
    const stop = new AbortController();
    const onTable = ({ name }: { name: string }) => name === 'Entity' && stop.abort();
    await expect(copyDatabase(source, target, { onTable, signal: stop.signal })).rejects.toThrow('Nothing was copied');
    expect(await target.prisma.article.count()).toBe(0);
    expect(await target.prisma.corpus.findMany()).toMatchObject([{ revision: 0n }]);
    expect(await target.prisma.$queryRawUnsafe(MADE)).toEqual(made);
  });

  it('is refused where a newer release has migrated one of the two', async () => {
    const [source, target] = [await opened(embeddedDatabase), await opened(open)];
    await source.prisma.$executeRaw`
      INSERT INTO "_prisma_migrations" ("id", "checksum", "migration_name", "finished_at")
      VALUES ('1', '', '20990101000000_later', now())`;
    await expect(copyDatabase(source, target)).rejects.toThrow(/newer release .*20990101000000_later/);
  });
});
