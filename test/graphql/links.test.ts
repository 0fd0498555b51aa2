import { afterAll, beforeAll, expect, it } from 'vitest';
import { toGlobalId } from '../../src/graphql/global-id.ts';
import { createIngest } from '../../src/ingest/ingest.ts';
import { createCorrectionStore } from '../../src/storage/correction-store.ts';
import type { Database } from '../../src/storage/database.ts';
import { openDatabase } from '../support/database.ts';
import { rawText, receiptsOf } from '../support/documents.ts';
import type { Graph } from '../support/graph.ts';
import { createGraph } from '../support/graph.ts';

let db: Database;
let graph: Graph;
beforeAll(async () => {
  db = await openDatabase();
  graph = createGraph(db);
  const { ingest } = createIngest({ store: graph.store });
  for (const [name, text] of [
    ['a', 'Kenya’s Health Ministry met Orla Fenn. Tarkin said no.\n'],
    ['b', 'On Monday Kenya’s Health Ministry met Orla J. Fenn.\n'],
    ['c', 'Le maire a annoncé mardi que le pont resterait fermé. Il faudra trois semaines pour le réparer.\n'],
  ] as const) {
    await receiptsOf(ingest(rawText(`/${name}.txt`, text)));
  }
});
afterAll(() => db.close());

const LINKS = `query ($name: String!) {
  entity(name: $name) {
    links { nodes { document { uri } } edges { mentionCount link { rule reason key name anchor { exact } correction { by reason action } } } }
  }
}`;

it('an entity tells of each article why it is linked, by the words that decided', async () => {
  const { entity } = await graph.query(LINKS, { name: 'Health Ministry' });
  expect(entity.links.edges).toHaveLength(2);
  for (const { link, mentionCount } of entity.links.edges) {
    expect(mentionCount).toBe(1);
    expect(link).toEqual({
      rule: 'NAME_AND_COUNTRY',
      reason: 'Every country may have one of this name; the text ties this one to Kenya.',
      key: 'ORGANIZATION:health ministry:KE',
      name: 'Health Ministry',
      anchor: { exact: 'Kenya' },
      correction: null,
    });
  }
});

it('an article tells it of each of its entities, and a doubtful one is its own', async () => {
  const { articles } = await graph.query(
    '{ articles { nodes { document { uri } entities { edges { node { name articleCount } link { rule } } } } } }',
  );
  const a = articles.nodes.find((node: { document: { uri: string } }) => node.document.uri === '/a.txt');
  expect(a.entities.edges).toEqual(
    expect.arrayContaining([
      { node: { name: 'Orla J. Fenn', articleCount: 2 }, link: { rule: 'FULL_NAME' } },
      { node: { name: 'Tarkin', articleCount: 1 }, link: { rule: 'ARTICLE_ONLY' } },
    ]),
  );
});

it('what a person took apart says who and why, and is linked again when that is taken back', async () => {
  const links = createCorrectionStore(db.prisma);
  const { entity } = await graph.query('{ entity(name: "Orla Fenn") { id links { nodes { id } } } }');
  const rows = await db.prisma.entity.findUniqueOrThrow({
    where: { key: 'PERSON:orla fenn' },
    include: { articles: { include: { article: { include: { documents: true } } } } },
  });
  const a = rows.articles.find(({ article }) => article.documents[0]?.uri === '/a.txt')?.articleId ?? '';
  expect(entity.id).toBe(toGlobalId('Entity', rows.id));
  await links.unlink({ entityId: rows.id, articleId: a, by: 'ed', reason: 'her namesake' });
  const { entities } = await graph.query(
    '{ entities(first: 100) { nodes { name links { edges { link { rule reason correction { by } } } } } } }',
  );
  expect(entities.nodes.filter((node: { name: string }) => node.name.startsWith('Orla'))).toEqual(
    expect.arrayContaining([
      {
        name: 'Orla Fenn',
        links: {
          edges: [{ link: { rule: 'UNLINKED', reason: 'Taken apart by ed: her namesake', correction: { by: 'ed' } } }],
        },
      },
      expect.objectContaining({ name: 'Orla J. Fenn' }),
    ]),
  );
  await links.relink({ entityId: rows.id, articleId: a });
  expect((await graph.query(LINKS, { name: 'Orla J. Fenn' })).entity.links.edges).toHaveLength(2);
});

it('as many SQL statements for the links of many as of one', async () => {
  const all = '{ entities(first: 50) { nodes { links(first: 2) { totalCount edges { link { rule } } } } } }';
  const one = '{ entities(first: 1) { nodes { links(first: 2) { totalCount edges { link { rule } } } } } }';
  expect(await graph.statementsOf(all)).toBe(await graph.statementsOf(one));
});

it('a text in another language is served, and its document says what was not looked for', async () => {
  const { articles } = await graph.query(
    '{ articles { nodes { inLanguage wordCount document { problems { code message } } entities { totalCount } quotes { totalCount } } } }',
  );
  expect(articles.nodes.filter((node: { inLanguage: string }) => node.inLanguage === 'fr')).toEqual([
    {
      inLanguage: 'fr',
      wordCount: 17,
      document: {
        problems: [{ code: 'LANGUAGE_NOT_SUPPORTED', message: expect.stringMatching(/in French \(fr\)/) }],
      },
      entities: { totalCount: 0 },
      quotes: { totalCount: 0 },
    },
  ]);
});
