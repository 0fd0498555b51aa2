import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { normalizeName } from '../../src/domain/name.ts';
import { toGlobalId } from '../../src/graphql/global-id.ts';
import { findDocuments, readDocumentFile } from '../../src/ingest/find-documents.ts';
import { createIngest } from '../../src/ingest/ingest.ts';
import type { Database } from '../../src/storage/database.ts';
import { openDatabase } from '../support/database.ts';
import { receiptsOf } from '../support/documents.ts';
import { Gold } from '../support/gold.ts';
import type { Answer } from '../support/graph.ts';
import { createGraph } from '../support/graph.ts';

const SHARED = new URL('../../../shared/', import.meta.url);
const GOLD = new URL('gold/000_73bd12847fac3363.json', SHARED);

/** What extraction must find in the document, asked for over GraphQL after it has gone all the way through the database. */
describe.skipIf(!existsSync(GOLD))(
  existsSync(GOLD) ? 'the gold document' : 'skipped, ../shared is not here: the gold document',
  () => {
    const gold = existsSync(GOLD) ? Gold.parse(JSON.parse(readFileSync(GOLD, 'utf8'))) : null;
    let db: Database;
    let article: Answer;
    let entities: Answer[];
    beforeAll(async () => {
      if (!gold) return;
      db = await openDatabase();
      const graph = createGraph(db);
      const { ingest } = createIngest({ store: graph.store });
      // Beside the seeds, some of which name the same people and places.
      const seeds = fileURLToPath(new URL('../../seeds', import.meta.url));
      for await (const found of findDocuments([seeds])) await receiptsOf(ingest(await readDocumentFile(found)));
      const bytes = readFileSync(new URL(gold.document, SHARED));
      const [receipt] = await receiptsOf(ingest({ uri: `/${gold.document}`, bytes }));
      const data = await graph.query(
        `query ($id: ID!) { article(id: $id) {
        headline headlineBasis url datePublished datePublishedPrecision datePublishedBasis inLanguage articleSection byline
        body publisher { name domain kind }
        entities(first: 100) { nodes { id name type countryCode aliases } }
        mentions(first: 500) { nodes { mentionType entity { id } } }
        quotes(first: 100) { nodes { quoteType stretches { exact } speaker { name } speakerText cue addressee { name } attribution { abstained } } }
        citations(first: 100) { nodes { phrase isNamed kind cue source { name kind } via { name } citedQuotes { content stretches { exact } } } }
      } }`,
        { id: toGlobalId('Article', receipt?.articleId ?? '') },
      );
      article = data.article;
      entities = article.entities.nodes;
    });
    afterAll(() => db?.close());
    const same = (a: string | null | undefined, b: string) => normalizeName(a ?? '') === normalizeName(b);

    it('its article', () => {
      const { bodyStarts, bodyEnds, url, datePublished, ...fields } = gold?.article ?? {};
      const bare = (address: unknown) =>
        String(address)
          .replace(/^https?:\/\/(www\.)?/, '')
          .replace(/\/$/, '');
      expect(article).toMatchObject(fields);
      expect(bare(article.url)).toBe(bare(url));
      expect(article.datePublished.toISOString()).toBe(datePublished);
      expect(article.body.startsWith(bodyStarts)).toBe(true);
      expect(article.body.endsWith(bodyEnds)).toBe(true);
    });

    it.each(gold?.stretches ?? [])('the stretch that starts with “$starts”', (expected) => {
      const quote = article.quotes.nodes.find((each: Answer) =>
        each.stretches.some((stretch: Answer) => stretch.exact.startsWith(expected.starts)),
      );
      expect(quote).toBeDefined();
      expect(quote.stretches.some((stretch: Answer) => stretch.exact.endsWith(expected.ends))).toBe(true);
      expect({
        type: quote.quoteType,
        speaker: quote.speaker?.name ?? null,
        text: quote.speakerText,
        cue: quote.cue,
        why: quote.attribution.abstained,
      }).toEqual({
        type: expected.quoteType,
        speaker: expected.speaker,
        text: expected.speakerText,
        cue: expected.cue,
        why: expected.abstained ?? null,
      });
      if (expected.addressee) expect(same(quote.addressee?.name, expected.addressee)).toBe(true);
      if (expected.sameQuoteAs)
        expect(quote.stretches.map((stretch: Answer) => stretch.exact.replace(/[.,]$/, ''))).toContain(
          expected.sameQuoteAs,
        );
    });

    it('no other stretch is a quote, and what is none is not taken for one', () => {
      const stretches = article.quotes.nodes.flatMap((quote: Answer) =>
        quote.stretches.map((stretch: Answer) => stretch.exact),
      );
      expect(stretches).toHaveLength(gold?.stretches.length ?? 0);
      for (const words of gold?.notStretches ?? []) expect(stretches).not.toContain(words);
    });

    it.each(gold?.entities ?? [])('the entity $name$nameContains', (expected) => {
      const entity = entities.find((each) =>
        expected.name
          ? same(each.name, expected.name) && (!expected.type || each.type === expected.type)
          : each.name.includes(expected.nameContains ?? ''),
      );
      expect(entity).toBeDefined();
      expect(expected.typeIn ?? [expected.type]).toContain(entity.type);
      if (expected.countryCode) expect(entity.countryCode).toBe(expected.countryCode);
      for (const alias of expected.aliases ?? [])
        expect(entity.aliases.some((each: string) => same(each, alias))).toBe(true);
      const mentions = article.mentions.nodes.filter((mention: Answer) => mention.entity.id === entity.id);
      if (expected.nameMentions !== undefined) {
        expect(mentions.filter((mention: Answer) => mention.mentionType === 'NAME')).toHaveLength(
          expected.nameMentions,
        );
      }
      expect(mentions.length).toBeGreaterThanOrEqual(expected.mentionsAtLeast ?? 1);
    });

    it.each(gold?.notEntities ?? [])('no entity $name', ({ name, type }) => {
      expect(entities.filter((entity) => same(entity.name, name) && (!type || entity.type === type))).toEqual([]);
    });

    it.each(gold?.citations ?? [])('the citation of $source$sourceContains$phrase$phraseContains', (expected) => {
      const found = article.citations.nodes.filter(
        (citation: Answer) =>
          citation.isNamed === expected.isNamed &&
          citation.cue === expected.cue &&
          (!expected.kind || citation.kind === expected.kind) &&
          (!expected.source || same(citation.source?.name, expected.source)) &&
          (!expected.sourceContains || citation.source?.name.includes(expected.sourceContains)) &&
          (!expected.phrase || citation.phrase === expected.phrase) &&
          (!expected.phraseContains || citation.phrase.includes(expected.phraseContains)) &&
          (!expected.via || same(citation.via?.name, expected.via)) &&
          (!expected.quoteStarts ||
            citation.citedQuotes.some((quote: Answer) => quote.stretches[0]?.exact.startsWith(expected.quoteStarts))),
      );
      expect(found.length).toBeGreaterThan(0);
    });
  },
);
