import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RawDocument } from '../../src/domain/document.ts';
import { EXAMPLE_QUERIES } from '../../src/graphql/examples.ts';
import { findDocuments, readDocumentFile } from '../../src/ingest/find-documents.ts';
import { createIngest } from '../../src/ingest/ingest.ts';
import type { Database } from '../../src/storage/database.ts';
import { openDatabase } from '../support/database.ts';
import { receiptsOf } from '../support/documents.ts';
import type { Answer, Graph } from '../support/graph.ts';
import { createGraph } from '../support/graph.ts';

const SEEDS = fileURLToPath(new URL('../../seeds', import.meta.url));

async function seedDocuments(): Promise<RawDocument[]> {
  const raws: RawDocument[] = [];
  for await (const found of findDocuments([SEEDS])) raws.push(await readDocumentFile(found));
  return raws;
}

describe('the seeds, taken in as they are', () => {
  let db: Database;
  let graph: Graph;
  let raws: RawDocument[];
  beforeAll(async () => {
    db = await openDatabase();
    graph = createGraph(db);
    raws = await seedDocuments();
    const { ingest } = createIngest({ store: graph.store });
    for (const raw of raws) {
      const receipts = await receiptsOf(ingest(raw));
      expect(receipts).toMatchObject([{ outcome: 'CREATED', problems: [] }]);
    }
  });
  afterAll(() => db.close());

  it('a second run changes nothing', async () => {
    const { ingest } = createIngest({ store: graph.store });
    for (const raw of raws) expect(await receiptsOf(ingest(raw))).toMatchObject([{ outcome: 'UNCHANGED' }]);
  });

  it.each(EXAMPLE_QUERIES)('GraphiQL’s example has an answer: $title', async ({ query }) => {
    const data = await graph.query(query);
    for (const value of Object.values(data)) expect(value).not.toBeNull();
    expect(JSON.stringify(data)).not.toMatch(/"nodes":\[\]}}$/);
  });

  it('the first example says who said what about the raid on Raqqa, and on whose word it rests', async () => {
    const { entity } = await graph.query(EXAMPLE_QUERIES[0]?.query ?? '');
    expect(entity).toMatchObject({ name: 'Raqqa', countryCode: 'SY' });
    const [article] = entity.articles.nodes;
    const said = article.quotes.nodes.map((quote: Answer) => ({
      who: quote.speaker?.name ?? quote.speakerText,
      why: quote.attribution.abstained,
    }));
    expect(said).toContainEqual({ who: 'Laurent Fabius', why: null });
    expect(said).toContainEqual({ who: 'the official', why: 'UNNAMED_SPEAKER' });
    const carriers = article.citations.nodes.flatMap((citation: Answer) =>
      citation.isNamed ? [] : [citation.via?.name],
    );
    expect(carriers).toEqual(expect.arrayContaining(['Fox News', 'The New York Times', 'Associated Press']));
  });

  it('README’s query has README’s answer', async () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    const query = /```graphql\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
    const answer = /```json\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
    const data = await graph.query(query);
    expect(JSON.parse(answer)).toEqual(JSON.parse(JSON.stringify({ data })));
  });

  it('two people who share a surname stay two, and each has his own words', async () => {
    for (const name of ['Sheila Quarrie', 'Tobias Quarrie']) {
      const { entity } = await graph.query(
        'query ($name: String!) { entity(name: $name) { type articleCount quotes { totalCount } } }',
        { name },
      );
      expect(entity.type).toBe('PERSON');
      expect(entity.articleCount).toBeGreaterThan(4);
      expect(entity.quotes.totalCount).toBeGreaterThan(5);
    }
  });

  it('a person called Jordan and the country are two', async () => {
    const { person, place } = await graph.query(
      '{ person: entity(name: "Jordan Tull") { type } place: entity(name: "Jordan", type: PLACE) { countryCode } }',
    );
    expect({ person, place }).toEqual({ person: { type: 'PERSON' }, place: { countryCode: 'JO' } });
  });

  it.each(['harbourledger.example', 'ropewalk.example', 'winterhythecourier.example'])(
    'the outlet at %s publishes, and others cite it by name',
    async (domain) => {
      const { source } = await graph.query(
        `query ($domain: String!) { source(domain: $domain) { name kind articles { totalCount }
          citations(first: 100) { nodes { article { publisher { domain } } } } } }`,
        { domain },
      );
      expect(source).toMatchObject({ kind: 'NEWS_OUTLET', name: expect.stringMatching(/^\p{Lu}/u) });
      expect(source.articles.totalCount).toBeGreaterThan(2);
      const citing = source.citations.nodes.map((citation: Answer) => citation.article.publisher.domain);
      expect(citing.some((other: string) => other !== domain)).toBe(true);
    },
  );

  it('every anchor reproduces its words', async () => {
    const anchor = '{ exact start end prefix suffix }';
    const { articles } = await graph.query(`{ articles(first: 100) { nodes { body
      mentions(first: 500) { nodes { anchor ${anchor} } }
      quotes(first: 100) { nodes { anchor ${anchor} stretches ${anchor} speakerAnchor ${anchor} cueAnchor ${anchor} attribution { evidence ${anchor} } } }
      citations(first: 100) { nodes { anchor ${anchor} } } } } }`);
    let anchors = 0;
    for (const { body, mentions, quotes, citations } of articles.nodes) {
      const all = [
        ...mentions.nodes.map((node: Answer) => node.anchor),
        ...citations.nodes.map((node: Answer) => node.anchor),
        ...quotes.nodes.flatMap((node: Answer) => [
          node.anchor,
          ...node.stretches,
          node.speakerAnchor,
          node.cueAnchor,
          ...node.attribution.evidence,
        ]),
      ].filter((each) => each !== null);
      for (const { exact, start, end, prefix, suffix } of all) {
        anchors += 1;
        expect(body.slice(start, end)).toBe(exact);
        expect(body.slice(0, start).endsWith(prefix)).toBe(true);
        expect(body.slice(end).startsWith(suffix)).toBe(true);
      }
    }
    expect(anchors).toBeGreaterThan(500);
  });

  it('the order in which documents come makes no difference to entities and sources', async () => {
    const stateOf = async (database: Database) => ({
      entities: await database.prisma.entity.findMany({
        orderBy: { key: 'asc' },
        select: { key: true, name: true, type: true },
      }),
      sources: await database.prisma.source.findMany({
        orderBy: { key: 'asc' },
        select: { key: true, name: true, kind: true, domain: true, aliases: true },
      }),
    });
    const other = await openDatabase();
    const { ingest } = createIngest({ store: createGraph(other).store });
    for (const raw of raws.toReversed()) await receiptsOf(ingest(raw));
    const state = await stateOf(other);
    await other.close();
    expect(state).toEqual(await stateOf(db));
  });
});
