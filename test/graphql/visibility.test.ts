import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/storage/database.ts';
import { openDatabase } from '../support/database.ts';
import { documentOf, extractionOf } from '../support/documents.ts';
import type { Answer, Graph } from '../support/graph.ts';
import { createGraph, fill } from '../support/graph.ts';

const tomorrow = new Date(Date.now() + 86_400_000);
const yesterday = new Date(Date.now() - 86_400_000);

describe('what is not to be seen', () => {
  let db: Database;
  let graph: Graph;
  let ids: Answer;
  const body = 'Zoe Secret said no word. Ada Quill heard it.';
  const set = (data: object) => db.prisma.article.updateMany({ where: { headline: 'Hidden' }, data });

  beforeAll(async () => {
    db = await openDatabase();
    graph = createGraph(db);
    await fill(graph, 3);
    await graph.store.save(
      documentOf('/hidden.txt', {
        body,
        headline: 'Hidden',
        url: 'https://whisper.example/x',
        datePublished: new Date('2030-01-01'),
        publisher: { name: 'whisper', domain: 'whisper.example', kind: 'NEWS_OUTLET' },
      }),
      extractionOf(body, 'Zoe Secret', 'Ada Quill'),
      '1',
    );
    ids = await graph.query(`{ article(url: "https://whisper.example/x") { id publisher { id }
      mentions { nodes { id } } quotes { nodes { id } } citations { nodes { id } } } entity(name: "Zoe Secret") { id } }`);
  });
  afterAll(() => db.close());
  beforeEach(() => set({ pubStatus: 'USABLE', embargoedUntil: null }));

  const CASES: [string, object, boolean][] = [
    ['usable', {}, true],
    ['an embargo that is over', { embargoedUntil: yesterday }, true],
    ['withheld', { pubStatus: 'WITHHELD' }, false],
    ['cancelled', { pubStatus: 'CANCELED' }, false],
    ['under an embargo', { embargoedUntil: tomorrow }, false],
  ];

  it.each(CASES)('%s: lists, counts and figures', async (_name, data, isSeen) => {
    await set(data);
    const answer = await graph.query(`{
      articles { totalCount nodes { headline } }
      entities { totalCount nodes { name } }
      quotes { totalCount nodes { content } }
      sources { totalCount nodes { name } }
      entity(name: "Ada Quill") { articleCount mentionCount articles { totalCount } mentions { totalCount } }
      corpus { articleCount entityCount quoteCount sourceCount lastPublished }
    }`);
    expect(JSON.stringify(answer).includes('Hidden')).toBe(isSeen);
    expect(JSON.stringify(answer).includes('Secret')).toBe(isSeen);
    expect(JSON.stringify(answer).includes('whisper')).toBe(isSeen);
    expect(answer.corpus.lastPublished.toISOString().startsWith('2030')).toBe(isSeen);
    const extra = Number(isSeen);
    expect(answer).toMatchObject({
      articles: { totalCount: 3 + extra },
      quotes: { totalCount: 3 + extra },
      corpus: { articleCount: 3 + extra, quoteCount: 3 + extra },
      entity: { articleCount: 1 + extra, articles: { totalCount: 1 + extra }, mentions: { totalCount: 1 + extra } },
    });
    expect(answer.corpus.entityCount).toBe(answer.entities.totalCount);
    expect(answer.corpus.sourceCount).toBe(answer.sources.totalCount);
  });

  it.each(CASES)('%s: by id, by address, by name', async (_name, data, isSeen) => {
    await set(data);
    const all = [
      ids.article.id,
      ids.article.publisher.id,
      ids.article.mentions.nodes[0].id,
      ids.article.quotes.nodes[0].id,
      ids.article.citations.nodes[0].id,
      ids.entity.id,
    ];
    const answer = await graph.query(
      `query ($ids: [ID!]!, $id: ID!) {
        nodes(ids: $ids) { id } node(id: $id) { id } article(id: $id) { id } byUrl: article(url: "https://whisper.example/x") { id }
        entity(name: "Zoe Secret") { id } source(domain: "whisper.example") { id } byName: source(name: "Whisper") { id }
      }`,
      { ids: all, id: ids.article.id },
    );
    const { nodes, ...singles } = answer;
    expect(nodes.map((node: Answer) => node !== null)).toEqual(all.map(() => isSeen));
    for (const single of Object.values(singles)) expect(single !== null).toBe(isSeen);
  });
});
