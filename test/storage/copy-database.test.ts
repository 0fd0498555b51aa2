import { describe, expect, it, onTestFinished } from 'vitest';
import { copyDatabase } from '../../src/storage/copy-database.ts';
import type { Database } from '../../src/storage/database.ts';
import { createKeyStore } from '../../src/storage/key-store.ts';
import { DATABASES, embeddedDatabase } from '../support/database.ts';
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
  };
}

async function fillOddly(database: Database): Promise<void> {
  const graph = createGraph(database);
  await fill(graph, 12);
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

const WAYS = DATABASES.flatMap((from) => DATABASES.map((to) => ({ from, to, way: `${from.name} to ${to.name}` })));

describe.each(WAYS)('a copy from $way', ({ from, to }) => {
  it.skipIf(from.isMissing || to.isMissing)(
    'answers as its source does, by the same ids and cursors, and goes on as that would',
    async () => {
      const [source, target] = [await opened(from.open), await opened(to.open)];
      await fillOddly(source);
      const made = await target.prisma.$queryRawUnsafe(MADE);
      const [first] = (await answersOf(source)).pages;
      const after: string = first.articles.pageInfo.endCursor;

      const tables = await copyDatabase(source, target);

      expect(await answersOf(target, { after })).toEqual(await answersOf(source, { after }));
      expect(await target.prisma.$queryRawUnsafe(MADE)).toEqual(made);
      expect(tables).toContainEqual({ name: 'Article', rows: 12 });
      expect(tables.map(({ name }) => name)).not.toContain('_prisma_migrations');

      // What was deleted stays so; the next document finds what was there, and gets the next revision and the next event.
      const body = 'Ada Quill spoke of bridges. Jo Marsh listened.';
      for (const database of [source, target]) {
        const graph = createGraph(database);
        await expect(fill(graph, 4)).rejects.toThrow('its article was deleted');
        const next = documentOf('/articles/next.txt', { body, headline: 'The next' });
        await graph.store.save(next, extractionOf(body, 'Ada Quill', 'Jo Marsh'), '1');
      }
      const [ofSource, ofTarget] = [await source.prisma.corpus.findMany(), await target.prisma.corpus.findMany()];
      expect(ofTarget).toEqual(ofSource);
      const counts = {
        select: { key: true, articleCount: true, mentionCount: true },
        orderBy: { key: 'asc' },
      } as const;
      expect(await target.prisma.entity.findMany(counts)).toEqual(await source.prisma.entity.findMany(counts));
    },
  );
});

describe.each(DATABASES)('a copy into $name', ({ open, isMissing }) => {
  it.skipIf(isMissing)('is refused where there is something, and leaves what is there', async () => {
    const [source, target] = [await opened(embeddedDatabase), await opened(open)];
    await fill(createGraph(source), 1);
    await createKeyStore(target.prisma).create({ name: 'desk', scope: 'read', sha256: 'cd'.repeat(32) });
    await expect(copyDatabase(source, target)).rejects.toThrow(
      /is not empty: it has rows in ApiKey\. Nothing was copied\. Name a folder that does not exist yet/,
    );
    expect(await target.prisma.article.count()).toBe(0);
    expect(await createKeyStore(target.prisma).list()).toHaveLength(1);
  });

  it.skipIf(isMissing)('that is stopped half-way leaves nothing behind', async () => {
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

  it.skipIf(isMissing)('is refused where a newer release has migrated one of the two', async () => {
    const [source, target] = [await opened(embeddedDatabase), await opened(open)];
    await source.prisma.$executeRaw`
      INSERT INTO "_prisma_migrations" ("id", "checksum", "migration_name", "finished_at")
      VALUES ('1', '', '20990101000000_later', now())`;
    await expect(copyDatabase(source, target)).rejects.toThrow(/newer release .*20990101000000_later/);
  });
});
