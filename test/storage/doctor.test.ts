import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Receipt } from '../../src/domain/receipt.ts';
import type { Database } from '../../src/storage/database.ts';
import type { Finding } from '../../src/storage/doctor/doctor.ts';
import { examine } from '../../src/storage/doctor/doctor.ts';
import { openDatabase } from '../support/database.ts';
import { documentOf, extractionOf, rawText, receiptsOf } from '../support/documents.ts';
import { contextOf, fill } from '../support/graph.ts';
import { WIRE } from '../support/stories.ts';

const NEW_ID = `'00000000-0000-7000-8000-000000000001'::uuid`;
/** The first row of a table. */
const first = (table: string, where = 'true') => `(SELECT "id" FROM "${table}" WHERE ${where} ORDER BY "id" LIMIT 1)`;
const firstLink = `("articleId", "entityId") = (SELECT "articleId", "entityId" FROM "ArticleEntity" WHERE "isVisible" ORDER BY 1, 2 LIMIT 1)`;
const withoutTriggers = (table: string, statement: string) => [
  `ALTER TABLE "${table}" DISABLE TRIGGER USER`,
  statement,
  `ALTER TABLE "${table}" ENABLE TRIGGER USER`,
];
const moved = (table: string, by: number) =>
  `UPDATE "${table}" SET "start" = "start" + ${by}, "end" = "end" + ${by} WHERE "id" = ${first(table)}`;
const stretchMoved = (by: number) =>
  `UPDATE "Quote" SET "stretches" = jsonb_set("stretches", '{0,start}', to_jsonb(("stretches"->0->>'start')::int + ${by}))
   WHERE "id" = ${first('Quote', `jsonb_array_length("stretches") > 0`)}`;
const AFTER_EMOJI = `"articleId" IN (SELECT "id" FROM "Article" WHERE "body" LIKE '%🚢%')`;

/** What nothing but a person can put right: how it is broken, and how the test puts it right. */
const BROKEN: readonly [check: string, how: string, broken: string[], undone: string[]][] = [
  [
    'mention-anchors',
    'another text',
    [`UPDATE "EntityMention" SET "exact" = "exact" || '!' WHERE "id" = ${first('EntityMention')}`],
    [`UPDATE "EntityMention" SET "exact" = left("exact", -1) WHERE "id" = ${first('EntityMention')}`],
  ],
  [
    'mention-anchors',
    'counted in code points',
    [`UPDATE "EntityMention" SET "start" = "start" - 1, "end" = "end" - 1 WHERE ${AFTER_EMOJI}`],
    [`UPDATE "EntityMention" SET "start" = "start" + 1, "end" = "end" + 1 WHERE ${AFTER_EMOJI}`],
  ],
  ['citation-anchors', 'moved', [moved('Citation', 1)], [moved('Citation', -1)]],
  ['quote-anchors', 'moved', [moved('Quote', 1)], [moved('Quote', -1)]],
  ['quote-anchors', 'a stretch moved', [stretchMoved(1)], [stretchMoved(-1)]],
  [
    'link-anchors',
    'elsewhere',
    [`UPDATE "ArticleEntity" SET "linkAnchor" = '{"start": 0, "end": 2, "exact": "?!"}' WHERE ${firstLink}`],
    [`UPDATE "ArticleEntity" SET "linkAnchor" = NULL WHERE ${firstLink}`],
  ],
  [
    'primary-documents',
    'none',
    [`UPDATE "Document" SET "isPrimary" = false WHERE "id" = ${first('Document')}`],
    [`UPDATE "Document" SET "isPrimary" = true WHERE "id" = ${first('Document')}`],
  ],
  [
    'linked-mentions',
    'of an entity that is not linked',
    [
      `INSERT INTO "EntityMention" ("id", "articleId", "entityId", "mentionType", "start", "end", "exact", "prefix", "suffix", "articleDate")
       SELECT ${NEW_ID}, a."id", e."id", 'NOMINAL', 1, 2, substr(a."body", 2, 1), '', '', a."datePublished" FROM "Article" a, "Entity" e
       WHERE NOT EXISTS (SELECT FROM "ArticleEntity" l WHERE l."articleId" = a."id" AND l."entityId" = e."id") AND a."body" NOT LIKE '%🚢%' LIMIT 1`,
    ],
    [`DELETE FROM "EntityMention" WHERE "id" = ${NEW_ID}`],
  ],
  [
    'own-citations',
    'that of another article',
    [
      `UPDATE "Quote" q SET "citationId" = (SELECT c."id" FROM "Citation" c WHERE c."articleId" <> q."articleId" LIMIT 1)
       WHERE "id" = ${first('Quote', '"citationId" IS NOT NULL')}`,
    ],
    [
      `UPDATE "Quote" q SET "citationId" = (SELECT c."id" FROM "Citation" c WHERE c."articleId" = q."articleId" ORDER BY c."start" LIMIT 1)
       WHERE "id" = ${first('Quote', '"citationId" IS NOT NULL')}`,
    ],
  ],
  [
    'version-quotes',
    'words that the text never had',
    [`UPDATE "ArticleVersion" SET "quotes" = '[{"exact": "never said"}]' || "quotes"`],
    [`UPDATE "ArticleVersion" SET "quotes" = "quotes" - 0`],
  ],
  [
    'events',
    'a number that no event has',
    [`UPDATE "Corpus" SET "lastEvent" = "lastEvent" + 1`],
    [`UPDATE "Corpus" SET "lastEvent" = "lastEvent" - 1`],
  ],
  [
    'jobs',
    'one without its bytes',
    [`UPDATE "IngestJob" SET "bytes" = NULL`],
    [`UPDATE "IngestJob" SET "bytes" = 'Pier shut'`],
  ],
  [
    'jobs',
    'one that the queue does not know',
    [`UPDATE newsgraph_jobs.job SET "id" = ${NEW_ID}`],
    [`UPDATE newsgraph_jobs.job SET "id" = (SELECT "id" FROM "IngestJob")`],
  ],
  [
    'dead-letters',
    'one',
    [`UPDATE newsgraph_jobs.job SET "state" = 'failed'`, `UPDATE "IngestJob" SET "state" = 'DEAD'`],
    [`UPDATE newsgraph_jobs.job SET "state" = 'created'`, `UPDATE "IngestJob" SET "state" = 'QUEUED'`],
  ],
];

/** What can be mended; further checks that find the same. */
const MENDABLE: readonly [check: string, how: string, broken: string[], alsoWrong?: string[]][] = [
  [
    'linked-names',
    'of an entity that is not linked',
    [
      `INSERT INTO "EntityName" ("articleId", "entityId", "name", "normalized")
       SELECT a."id", e."id", e."name", lower(e."name") FROM "Article" a, "Entity" e
       WHERE NOT EXISTS (SELECT FROM "ArticleEntity" l WHERE l."articleId" = a."id" AND l."entityId" = e."id") LIMIT 1`,
    ],
  ],
  [
    'visible-articles',
    'one that is withheld is seen',
    withoutTriggers('Article', `UPDATE "Article" SET "isVisible" = true WHERE "pubStatus" = 'WITHHELD'`),
    ['visible-links'],
  ],
  [
    'visible-articles',
    'one that is usable is not',
    withoutTriggers('Article', `UPDATE "Article" SET "isVisible" = false WHERE "body" LIKE '%🚢%'`),
    ['visible-links'],
  ],
  ['visible-links', 'hidden', [`UPDATE "ArticleEntity" SET "isVisible" = false WHERE ${firstLink}`]],
  ['article-dates', 'of a quote', [`UPDATE "Quote" SET "articleDate" = now() WHERE "id" = ${first('Quote')}`]],
  ['article-dates', 'of links', [`UPDATE "ArticleEntity" SET "articleDate" = '1999-01-01Z'`]],
  [
    'link-mention-counts',
    'too many',
    [`UPDATE "ArticleEntity" SET "mentionCount" = "mentionCount" + 2 WHERE ${firstLink}`],
  ],
  [
    'orphan-sources',
    'one',
    [
      `INSERT INTO "Source" ("id", "key", "name", "kind", "label") VALUES (${NEW_ID}, 'name:nobody', 'Nobody', 'GROUP', 'nobody')`,
    ],
  ],
  [
    'orphan-entities',
    'one',
    [`INSERT INTO "Entity" ("id", "key", "name", "type") VALUES (${NEW_ID}, 'PERSON:nobody', 'Nobody', 'PERSON')`],
  ],
  ['entity-counts', 'articles', [`UPDATE "Entity" SET "articleCount" = 99 WHERE "id" = ${first('Entity')}`]],
  ['entity-counts', 'mentions', [`UPDATE "Entity" SET "mentionCount" = "mentionCount" - 1`]],
  ['search-names', 'none', [`UPDATE "Entity" SET "searchNames" = '' WHERE "id" = ${first('Entity')}`]],
  ['sketch-hashes', 'missing', [`DELETE FROM "SketchHash" WHERE "hash" = (SELECT min("hash") FROM "SketchHash")`]],
  ['sketch-hashes', 'of no sketch', [`INSERT INTO "SketchHash" ("hash", "articleId") VALUES (7, ${NEW_ID})`]],
  [
    'copy-pairs',
    'one way only',
    withoutTriggers('CopyPair', `DELETE FROM "CopyPair" WHERE "articleId" > "copyId"`),
    ['copy-groups'],
  ],
  ['copy-groups', 'a member missing', [`UPDATE "Article" SET "copyGroupId" = NULL WHERE "copyGroupId" <> "id"`]],
  ['copy-groups', 'of one that has no copy', [`UPDATE "Article" SET "copyGroupId" = "id" WHERE "body" LIKE '%🚢%'`]],
  [
    'kept-receipts',
    'of an article that is not there',
    [
      `INSERT INTO "IdempotencyKey" ("by", "key", "request", "receipts")
       VALUES ('desk', 'k', 'r', jsonb_build_array(jsonb_build_object('uri', '/gone.txt', 'articleId', ${NEW_ID})))`,
    ],
  ],
  ['backlog', 'counted wrong', [`UPDATE "IngestBacklog" SET "jobs" = "jobs" + 1, "bytes" = "bytes" - 1`]],
];

describe('the doctor', () => {
  describe('looks at a corpus', () => {
    let db: Database;
    beforeAll(async () => {
      db = await openDatabase();
      const { store, ingest, queue, corrections, tombstones } = contextOf(db);
      await queue.add({
        bytes: new TextEncoder().encode('Pier shut'),
        contentType: null,
        uri: '/queued.txt',
        format: null,
        by: 'desk',
        idempotencyKey: null,
      });
      await fill({ store }, 12);
      const ingested: Receipt[] = [];
      for (const [uri, text] of [
        ['/ship.txt', 'Ships sail\n\n🚢 “They will sail at noon,” Ada Quill said in Port Vella. Tom Tull 🚢 agreed.\n'],
        ['/wire.txt', `Bridge to open\n\n${WIRE}\n`],
        ['/wire-copy.txt', `Harnby bridge opens\n\n${WIRE}\n`],
        ['/changed.txt', 'Ferry\n\n"It sinks," said Ada Quill, the engineer.\n'],
        ['/changed.txt', 'Ferry\n\n"It floats," said Ada Quill, the engineer.\n'],
        ['/deleted.txt', 'Lost\n\n"Nobody will read it," said Odd Nobody of Nowhere Bank.\n'],
      ] as const) {
        ingested.push(...(await receiptsOf(ingest.ingest(rawText(uri, text)))));
      }
      await tombstones.remove({ articleId: ingested.at(-1)?.articleId ?? '', by: 'desk', reason: null });
      const hidden = 'Ada Quill said it was secret.\nIt was.';
      await store.save(
        documentOf('/withheld.txt', { body: hidden, pubStatus: 'WITHHELD' }),
        extractionOf(hidden, 'Ada Quill'),
        '1',
      );
      const link = await db.prisma.articleEntity.findFirstOrThrow({ where: { article: { key: '/ship.txt' } } });
      await corrections.unlink({
        articleId: link.articleId,
        entityId: link.entityId,
        by: 'desk',
        reason: 'a namesake',
      });
    });
    afterAll(() => db?.close());

    const findings = async (mend: boolean) => {
      const all: Finding[] = [];
      for await (const finding of examine(db.prisma, { mend })) all.push(finding);
      return all;
    };
    const wrong = async () => (await findings(false)).filter((finding) => finding.wrong > 0).map(({ check }) => check);
    const run = async (statements: readonly string[]) => {
      let rows = 0;
      for (const statement of statements) rows += await db.prisma.$executeRawUnsafe(statement);
      expect(rows).toBeGreaterThan(0);
    };
    /** All that mending may touch. */
    const state = async () => ({
      articles: await db.prisma
        .$queryRaw`SELECT "key", "isVisible", "copyGroupId"::text AS "copies" FROM "Article" ORDER BY "key"`,
      entities: await db.prisma
        .$queryRaw`SELECT "key", "articleCount", "mentionCount", "searchNames" FROM "Entity" ORDER BY "key"`,
      links: await db.prisma
        .$queryRaw`SELECT "articleId"::text AS "a", "entityId"::text AS "e", "mentionCount", "isVisible", "articleDate" FROM "ArticleEntity" ORDER BY 1, 2`,
      quotes: await db.prisma.$queryRaw`SELECT "id"::text AS "id", "articleDate" FROM "Quote" ORDER BY 1`,
      names: await db.prisma.entityName.count(),
      sources: await db.prisma.$queryRaw`SELECT "key" FROM "Source" ORDER BY 1`,
      hashes: await db.prisma.$queryRaw`SELECT "hash", "articleId"::text AS "a" FROM "SketchHash" ORDER BY 1, 2`,
      copies: await db.prisma
        .$queryRaw`SELECT "articleId"::text AS "a", "copyId"::text AS "c", "similarity" FROM "CopyPair" ORDER BY 1, 2`,
    });

    it('and finds nothing wrong with what was brought, replaced, corrected, withheld and deleted', async () => {
      expect(await db.prisma.copyPair.count()).toBe(2);
      expect(await db.prisma.articleVersion.count()).toBe(1);
      expect((await findings(false)).filter((finding) => finding.wrong > 0)).toEqual([]);
      const before = await state();
      for (const finding of await findings(true)) expect(finding).toMatchObject({ wrong: 0, mended: null, left: 0 });
      expect(await state()).toEqual(before);
    });

    it.each(BROKEN)('%s: %s is found, and left to a person', async (check, _how, broken, undone) => {
      await run(broken);
      expect(await wrong()).toEqual([check]);
      const finding = (await findings(true)).find((each) => each.check === check);
      expect(finding).toMatchObject({ mended: null, left: finding?.wrong });
      expect(finding?.examples.length).toBeGreaterThan(0);
      await run(undone);
      expect(await wrong()).toEqual([]);
    });

    it.each(MENDABLE)('%s: %s is found and mended', async (check, _how, broken, alsoWrong = []) => {
      const before = await state();
      const { revision } = await db.prisma.corpus.findUniqueOrThrow({ where: { id: 1 } });
      await run(broken);
      expect(await wrong()).toEqual([check, ...alsoWrong]);
      const finding = (await findings(true)).find((each) => each.check === check);
      expect(finding?.mended).toBeGreaterThan(0);
      expect(finding?.left).toBe(0);
      expect(await wrong()).toEqual([]);
      expect(await state()).toEqual(before);
      const after = await db.prisma.corpus.findUniqueOrThrow({ where: { id: 1 } });
      expect(after.revision).toBeGreaterThan(revision);
    });

    it('every check is broken by one of these', async () => {
      const broken = new Set([...BROKEN, ...MENDABLE].map(([check]) => check));
      expect((await findings(false)).map(({ check }) => check).filter((check) => !broken.has(check))).toEqual([]);
    });
  });
});
