import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Document } from '../../src/domain/document.ts';
import type { Extraction } from '../../src/domain/extraction.ts';
import { toGlobalId } from '../../src/graphql/global-id.ts';
import { createIngest } from '../../src/ingest/ingest.ts';
import { createArticleStore } from '../../src/storage/article-store.ts';
import type { Database } from '../../src/storage/database.ts';
import { openDatabase } from '../support/database.ts';
import { documentOf, extractionOf, receiptsOf } from '../support/documents.ts';
import type { Answer, Graph } from '../support/graph.ts';
import { contextOf, createGraph } from '../support/graph.ts';

const BRIDGE = 'Ada Quill said the bridge would open.\nTom Tull doubted Ada Quill.';
const FERRY = 'A. Quill said the ferry was late.\nTom Tull agreed with A. Quill.';

const CORRECTED =
  '{ correction { id action by at reason revertedAt nodeId otherId } node { __typename id ... on Entity { name type } ... on Quote { speaker { name } } } revision }';
const mutation = (name: string, input: string) =>
  `mutation ($input: ${input}!) { done: ${name}(input: $input) ${CORRECTED} }`;
const MERGE = mutation('mergeEntities', 'MergeEntitiesInput');
const SPLIT = mutation('splitEntity', 'SplitEntityInput');
const SET_TYPE = mutation('setEntityType', 'SetEntityTypeInput');
const SET_SPEAKER = mutation('setQuoteSpeaker', 'SetQuoteSpeakerInput');
const REJECT = mutation('rejectQuote', 'RejectQuoteInput');
const REVERT = mutation('revertCorrection', 'RevertCorrectionInput');

/** All that readers see of who is who, without ids of what is made anew. */
const EVERYTHING = `{
  articles { nodes {
    url
    entities { edges { mentionCount salience link { rule name key } node { id name type aliases articleCount mentionCount } } }
    mentions { nodes { id anchor { exact start } entity { id } } }
    quotes { nodes { id content speaker { id } attribution { method confidence abstained } } }
    citations { nodes { phrase source { id name aliases kind entity { id } } } }
  } }
  entities(first: 100) { nodes { id name type } }
  sources(first: 100) { nodes { id name aliases entity { id } citations { totalCount } } }
  corpus { entityCount sourceCount quoteCount }
}`;

describe('corrections', () => {
  describe('by people', () => {
    let db: Database;
    let graph: Graph;
    beforeAll(async () => {
      db = await openDatabase();
      graph = createGraph(db).as({ name: 'desk', scope: 'admin' });
    });
    afterAll(() => db.close());
    beforeEach(async () => {
      await db.prisma.article.deleteMany();
      await db.prisma.correction.deleteMany();
      await db.prisma.entity.deleteMany();
      await db.prisma.source.deleteMany();
    });

    const save = (
      name: string,
      body: string,
      people: readonly string[],
      change: (found: Extraction) => Extraction = (found) => found,
    ) =>
      graph.store.save(
        documentOf(`/${name}.txt`, { body, url: `https://ledger.example/${name}` }),
        change(extractionOf(body, ...people)),
        '1',
      );
    const saveBoth = async () => {
      await save('bridge', BRIDGE, ['Ada Quill', 'Tom Tull']);
      await save('ferry', FERRY, ['A. Quill', 'Tom Tull']);
    };
    const idOf = async (name: string): Promise<string> =>
      (await graph.query('query ($name: String!) { entity(name: $name) { id } }', { name })).entity.id;
    const done = async (query: string, input: object): Promise<Answer> => (await graph.query(query, { input })).done;
    const merge = async (from: string, into: string) => done(MERGE, { from, into, reason: 'one person' });
    const revert = (id: string) => done(REVERT, { id });
    const everything = () => graph.query(EVERYTHING);
    const mistake = (query: string, input: object) => graph.errorOf(query, { input });

    it('are kept with who, when and why, and can be asked for', async () => {
      await saveBoth();
      const [from, into] = [await idOf('A. Quill'), await idOf('Ada Quill')];
      const before = await graph.query('{ corpus { revision } }');
      const { correction, node, revision } = await merge(from, into);
      expect(correction).toMatchObject({
        action: 'MERGE_ENTITIES',
        by: 'desk',
        reason: 'one person',
        revertedAt: null,
        nodeId: from,
        otherId: into,
      });
      expect(Math.abs(Date.parse(correction.at) - Date.now())).toBeLessThan(60_000);
      expect(node).toEqual({ __typename: 'Entity', id: into, name: 'Ada Quill', type: 'PERSON' });
      expect(revision).toBe((await graph.query('{ corpus { revision } }')).corpus.revision);
      expect(revision).not.toBe(before.corpus.revision);
      const shown = await graph.query(
        'query ($id: ID!, $into: ID!) { node(id: $id) { id ... on Correction { by } } entity(id: $into) { mergedIds corrections { id } } }',
        { id: correction.id, into },
      );
      expect(shown).toEqual({
        node: { id: correction.id, by: 'desk' },
        entity: { mergedIds: [from], corrections: [{ id: correction.id }] },
      });
    });

    it('mergeEntities: the survivor has it all under its name, with one source; the old id stands for it', async () => {
      await saveBoth();
      const before = await everything();
      const [from, into] = [await idOf('A. Quill'), await idOf('Ada Quill')];
      const source = before.sources.nodes.find((each: Answer) => each.entity.id === from).id;
      const { correction } = await merge(from, into);
      const { entity, node, nodes, entities, articles, sources, quotes, sourceNode, said } = await graph.query(
        `query ($from: ID!, $into: ID!, $source: ID!) {
          entity(id: $from) { id name aliases articleCount mentionCount mentions { totalCount } quotes { totalCount } }
          node(id: $from) { id }
          nodes(ids: [$from, $into]) { id }
          entities(filter: { id: { eq: $from } }) { nodes { id } }
          articles(filter: { mentions: { id: { in: [$from] } } }) { totalCount }
          sources { nodes { name aliases entity { id } citations { totalCount } } }
          quotes(filter: { speaker: { id: { eq: $from } } }) { totalCount }
          sourceNode: node(id: $source) { ... on Source { name } }
          said: source(name: "A. Quill") { name }
        }`,
        { from, into, source },
      );
      expect(entity).toEqual({
        id: into,
        name: 'Ada Quill',
        aliases: ['A. Quill'],
        articleCount: 2,
        mentionCount: 4,
        mentions: { totalCount: 4 },
        quotes: { totalCount: 2 },
      });
      expect([
        node.id,
        ...nodes.map((each: Answer) => each.id),
        ...entities.nodes.map((each: Answer) => each.id),
      ]).toEqual([into, into, into, into]);
      expect([articles.totalCount, quotes.totalCount]).toEqual([2, 2]);
      expect(sources.nodes).toEqual([
        { name: 'Ada Quill', aliases: ['A. Quill'], entity: { id: into }, citations: { totalCount: 2 } },
      ]);
      expect([sourceNode.name, said.name]).toEqual(['Ada Quill', 'Ada Quill']);

      const { node: again } = await revert(correction.id);
      expect(again).toMatchObject({ id: from, name: 'A. Quill' });
      expect(await everything()).toEqual(before);
    });

    it('a merge holds for documents that come later and for those that are read again, by another extractor, too', async () => {
      await saveBoth();
      const [from, into] = [await idOf('A. Quill'), await idOf('Ada Quill')];
      await merge(from, into);
      const merged = await everything();
      await save('ferry', FERRY, ['A. Quill', 'Tom Tull']);
      expect(await everything()).toEqual(merged);
      await save('ferry', `At noon ${FERRY}`, ['A. Quill', 'Tom Tull']);
      await save('pier', 'A. Quill said the pier was old.', ['A. Quill']);
      const { entities, entity } = await graph.query(
        'query ($from: ID!) { entity(id: $from) { articleCount } entities { nodes { name } } }',
        { from },
      );
      expect(entity.articleCount).toBe(3);
      expect(entities.nodes.map((each: Answer) => each.name).sort()).toEqual(['Ada Quill', 'Tom Tull']);
    });

    it('merges in chains lead to the end, cycles are refused, and each can be taken back by itself', async () => {
      await saveBoth();
      await save('pier', 'Quill said the pier was old.', ['Quill']);
      const before = await everything();
      const [a, b, c] = [await idOf('Ada Quill'), await idOf('A. Quill'), await idOf('Quill')];
      const first = await merge(a, b);
      const second = await merge(b, c);
      const ask = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Entity { articleCount } } }';
      expect((await graph.query(ask, { ids: [a, b, c] })).nodes).toEqual(
        [a, b, c].map(() => ({ id: c, articleCount: 3 })),
      );
      expect(await mistake(MERGE, { from: c, into: a, reason: 'x' })).toMatchObject({ code: 'BAD_USER_INPUT' });
      await revert(first.correction.id);
      expect((await graph.query(ask, { ids: [a, b, c] })).nodes).toEqual([
        { id: a, articleCount: 1 },
        { id: c, articleCount: 2 },
        { id: c, articleCount: 2 },
      ]);
      await revert(second.correction.id);
      expect(await everything()).toEqual(before);
    });

    it('an article that names both has one entity, and two again when the merge is taken back', async () => {
      await save('both', 'Ada Quill said A. Quill was she.', ['Ada Quill', 'A. Quill']);
      const before = await everything();
      const { correction } = await merge(await idOf('A. Quill'), await idOf('Ada Quill'));
      const { articles } = await everything();
      expect(articles.nodes[0].entities.edges).toEqual([
        {
          mentionCount: 2,
          salience: 1,
          link: { rule: 'FULL_NAME', name: 'Ada Quill', key: 'PERSON:ada quill' },
          node: expect.objectContaining({ name: 'Ada Quill', aliases: ['A. Quill'], articleCount: 1, mentionCount: 2 }),
        },
      ]);
      await revert(correction.id);
      expect(await everything()).toEqual(before);
    });

    it('splitEntity: mentions go to a new entity, with quotes and citations that they stand for; others stay', async () => {
      const saveAgain = async () => {
        await save('bridge', BRIDGE, ['Ada Quill', 'Tom Tull']);
        await save('ferry', 'Ada Quill said the ferry was late.', ['Ada Quill']);
      };
      await saveAgain();
      const before = await everything();
      const id = await idOf('Ada Quill');
      const mentions = before.articles.nodes.flatMap((each: Answer) =>
        each.mentions.nodes.filter((mention: Answer) => mention.anchor.exact === 'Ada Quill'),
      );
      const first = mentions.find((each: Answer) => each.anchor.start === 0 && each.entity.id === id);
      const { correction, node } = await done(SPLIT, {
        id,
        mentionIds: [first.id],
        name: 'Ada Quill (sculptor)',
        reason: 'her namesake',
      });
      expect(node).toMatchObject({ id, name: 'Ada Quill' });
      const ask = `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Entity {
        name type articleCount mentionCount quotes { totalCount } mentions { nodes { id } }
        links { edges { link { rule correction { by } } } }
      } } sources { nodes { name entity { name } citations { totalCount } } } }`;
      const apart = await graph.query(ask, { ids: [correction.otherId, id] });
      expect(apart.nodes).toMatchObject([
        {
          name: 'Ada Quill (sculptor)',
          type: 'PERSON',
          articleCount: 1,
          mentionCount: 1,
          quotes: { totalCount: 1 },
          mentions: { nodes: [{ id: first.id }] },
          links: { edges: [{ link: { rule: 'SPLIT', correction: { by: 'desk' } } }] },
        },
        { name: 'Ada Quill', mentionCount: 2, quotes: { totalCount: 1 } },
      ]);
      expect(apart.sources.nodes).toEqual([
        { name: 'Ada Quill', entity: { name: 'Ada Quill' }, citations: { totalCount: 1 } },
        { name: 'Ada Quill (sculptor)', entity: { name: 'Ada Quill (sculptor)' }, citations: { totalCount: 1 } },
      ]);
      const corrected = await everything();
      await saveAgain();
      expect(await everything()).toEqual(corrected);
      await revert(correction.id);
      expect(await everything()).toEqual(before);

      // A longer text: what is still there stays where it was given, what is new is the machine's.
      const { correction: again } = await done(SPLIT, { id, mentionIds: [first.id], name: 'Ada Quill', reason: 'x' });
      await save('bridge', `At noon they met.\n${BRIDGE}\nAda Quill left.`, ['Ada Quill', 'Tom Tull']);
      await save('ferry', 'At noon. Ada Quill said the ferry was late.', ['Ada Quill']);
      const after = await graph.query(ask, { ids: [again.otherId, id] });
      expect(after.nodes[0].mentions.nodes).toEqual([{ id: first.id }]);
      expect(after.nodes[1].mentionCount).toBe(3);
      expect(await graph.errorOf('{ entity(name: "Ada Quill") { id } }')).toMatchObject({ code: 'AMBIGUOUS' });
    });

    it('setEntityType: holds when other articles come; the last word wins, and the one before it when that is taken back', async () => {
      await saveBoth();
      const before = await everything();
      const id = await idOf('Tom Tull');
      const first = await done(SET_TYPE, { id, type: 'WORK', reason: 'a novel' });
      expect(first.node).toMatchObject({ id, type: 'WORK' });
      const second = await done(SET_TYPE, { id, type: 'EVENT', reason: 'a play' });
      await save('pier', 'Tom Tull opened.', ['Tom Tull']);
      const typeOf = async () =>
        await graph.query(
          'query ($id: ID!) { entity(id: $id) { type } entities(filter: { type: { eq: EVENT } }) { totalCount } }',
          { id },
        );
      expect(await typeOf()).toEqual({ entity: { type: 'EVENT' }, entities: { totalCount: 1 } });
      await save('pier', 'It opened.', []);
      expect((await revert(second.correction.id)).node.type).toBe('WORK');
      expect((await revert(first.correction.id)).node.type).toBe('PERSON');
      expect(await everything()).toMatchObject({ entities: before.entities, sources: before.sources });
    });

    it('setQuoteSpeaker: a person decides, also that nobody can be named, and says so', async () => {
      await saveBoth();
      const before = await everything();
      const quote = (await graph.query('{ quotes(filter: { content: { contains: "bridge" } }) { nodes { id } } }'))
        .quotes.nodes[0].id;
      const speaker = await idOf('Tom Tull');
      const ask =
        'query ($id: ID!) { node(id: $id) { ... on Quote { speaker { name } speakerText attribution { method confidence abstained evidence { exact } } corrections { action reason } } } }';
      const first = await done(SET_SPEAKER, { id: quote, speakerId: speaker, reason: 'it was Tom' });
      expect(first.node).toMatchObject({ id: quote, speaker: { name: 'Tom Tull' } });
      await save('bridge', `At noon they met.\n${BRIDGE}`, ['Ada Quill', 'Tom Tull'], (found) => ({
        ...found,
        // A better extractor finds more of the sentence.
        quotes: extractionOf(BRIDGE, 'Ada Quill').quotes.map((each) => ({
          ...each,
          start: 18,
          end: 18 + each.end,
          speakerSpan: { start: 18, end: 27 },
        })),
      }));
      expect((await graph.query(ask, { id: quote })).node).toEqual({
        speaker: { name: 'Tom Tull' },
        speakerText: 'Ada Quill',
        attribution: { method: 'correction', confidence: 1, abstained: null, evidence: [] },
        corrections: [{ action: 'SET_QUOTE_SPEAKER', reason: 'it was Tom' }],
      });
      const second = await done(SET_SPEAKER, { id: quote, speakerId: null, reason: 'no, we cannot tell' });
      expect((await graph.query(ask, { id: quote })).node).toMatchObject({
        speaker: null,
        attribution: { method: 'correction', confidence: 1, abstained: 'UNNAMED_SPEAKER' },
        corrections: [{ reason: 'no, we cannot tell' }, { reason: 'it was Tom' }],
      });
      expect((await revert(second.correction.id)).node.speaker).toEqual({ name: 'Tom Tull' });
      expect((await revert(first.correction.id)).node.speaker).toEqual({ name: 'Ada Quill' });
      await save('bridge', BRIDGE, ['Ada Quill', 'Tom Tull']);
      expect(await everything()).toEqual(before);
    });

    it('a speaker whom people named is handed on by merges', async () => {
      await saveBoth();
      await save('pier', 'Wren Marsh was there.', ['Wren Marsh']);
      const [wren, ada] = [await idOf('Wren Marsh'), await idOf('Ada Quill')];
      const [{ id: quote }] = (
        await graph.query('{ quotes(filter: { content: { contains: "ferry" } }) { nodes { id } } }')
      ).quotes.nodes;
      const speaker = async () =>
        (await graph.query('query ($id: ID!) { node(id: $id) { ... on Quote { speaker { id } } } }', { id: quote }))
          .node.speaker.id;
      await done(SET_SPEAKER, { id: quote, speakerId: wren, reason: 'it was she' });
      expect(await speaker()).toBe(wren);
      const { correction } = await merge(wren, ada);
      expect(await speaker()).toBe(ada);
      await revert(correction.id);
      expect(await speaker()).toBe(wren);
    });

    it('rejectQuote: readers do not see it any more, also when it is found again, until that is taken back', async () => {
      await saveBoth();
      const before = await everything();
      const [{ id }] = (await graph.query('{ quotes { nodes { id } } }')).quotes.nodes;
      const { correction, node } = await done(REJECT, { id, reason: 'a caption' });
      expect(node).toBeNull();
      await saveBoth();
      expect(
        await graph.query('query ($id: ID!) { node(id: $id) { id } quotes { totalCount } corpus { quoteCount } }', {
          id,
        }),
      ).toEqual({
        node: null,
        quotes: { totalCount: 1 },
        corpus: { quoteCount: 1 },
      });
      expect(await mistake(REJECT, { id, reason: 'x' })).toMatchObject({
        code: 'BAD_USER_INPUT',
        message: expect.stringContaining('rejected already'),
      });
      expect((await revert(correction.id)).node).toMatchObject({ __typename: 'Quote', id });
      expect(await everything()).toEqual(before);
    });

    it('they survive `reextract` by another extractor, which has other keys and places', async () => {
      const better = (document: Document): Extraction => {
        const { body } = document.article;
        const found = extractionOf(body, ...(body === BRIDGE ? ['Ada Quill', 'Tom Tull'] : ['A. Quill', 'Tom Tull']));
        return {
          ...found,
          quotes: found.quotes.map((each) => ({
            ...each,
            start: each.start + 2,
            content: each.content.slice(2),
            parts: [{ start: each.start + 2, end: each.end }],
          })),
        };
      };
      await saveBoth();
      const [{ id: quote }] = (
        await graph.query('{ quotes(filter: { content: { contains: "bridge" } }) { nodes { id } } }')
      ).quotes.nodes;
      await merge(await idOf('A. Quill'), await idOf('Ada Quill'));
      await done(SET_SPEAKER, { id: quote, speakerId: await idOf('Tom Tull'), reason: 'it was Tom' });
      const store = createArticleStore(db.prisma);
      // What is kept of these documents is their text alone.
      await db.prisma.document.updateMany({ data: { format: 'TEXT' } });
      const receipts = await receiptsOf(
        createIngest({ store, extractor: { version: '2', extract: better } }).reextract(),
      );
      expect(receipts.map(({ outcome }) => outcome)).toEqual(['UPDATED', 'UPDATED']);
      const { node, entity } = await graph.query(
        'query ($id: ID!) { node(id: $id) { ... on Quote { content speaker { name } attribution { method } } } entity(name: "A. Quill") { name articleCount } }',
        { id: quote },
      );
      expect(node).toMatchObject({
        content: expect.stringMatching(/^a Quill/),
        speaker: { name: 'Tom Tull' },
        attribution: { method: 'correction' },
      });
      expect(entity).toEqual({ name: 'Ada Quill', articleCount: 2 });
    });

    it('unlink is one of them: it can be taken back by its id', async () => {
      await save('bridge', BRIDGE, ['Ada Quill', 'Tom Tull']);
      await save('ferry', 'Ada Quill said the ferry was late.', ['Ada Quill']);
      const before = await everything();
      const { corrections } = contextOf(db);
      const entity = await db.prisma.entity.findUniqueOrThrow({
        where: { key: 'PERSON:ada quill' },
        include: { articles: true },
      });
      const articleId = entity.articles[0]?.articleId ?? '';
      await corrections.unlink({ entityId: entity.id, articleId, by: 'ed', reason: 'her namesake' });
      const [correction] = (
        await graph.query('query ($id: ID!) { entity(id: $id) { corrections { id action } } }', {
          id: toGlobalId('Entity', entity.id),
        })
      ).entity.corrections;
      expect(correction.action).toBe('UNLINK');
      expect((await everything()).entities.nodes).toHaveLength(3);
      await revert(correction.id);
      expect(await everything()).toEqual(before);
    });
    it('what is not there, is so already, or contradicts another, is the client’s mistake, and nothing is written', async () => {
      await saveBoth();
      const [ada, a, tom] = [await idOf('Ada Quill'), await idOf('A. Quill'), await idOf('Tom Tull')];
      const { articles } = await everything();
      const bridge = articles.nodes.find((each: Answer) => each.url.endsWith('bridge'));
      const quote = bridge.quotes.nodes[0].id;
      const mentions = bridge.mentions.nodes
        .filter((each: Answer) => each.entity.id === ada)
        .map((each: Answer) => each.id);
      const toms = bridge.mentions.nodes.find((each: Answer) => each.entity.id === tom).id;
      const { correction } = await merge(a, ada);
      const gone = Buffer.from('Entity:019a0000-0000-7000-8000-000000000000').toString('base64');
      const reason = 'x';
      const before = await graph.query('{ corpus { revision } }');
      for (const [query, input, message] of [
        [MERGE, { from: ada, into: ada, reason }, /one entity/],
        [MERGE, { from: a, into: ada, reason }, /one already/],
        [MERGE, { from: ada, into: a, reason }, /one already/],
        [MERGE, { from: a, into: tom, reason }, /merged into 'Ada Quill' already/],
        [MERGE, { from: gone, into: tom, reason }, /no such entity/],
        [MERGE, { from: quote, into: tom, reason }, /that of a Quote/],
        [MERGE, { from: tom, into: ada, reason: ' ' }, /reason is empty/],
        [MERGE, { from: tom, into: ada, reason: 'x\0' }, /NUL/],
        [MERGE, { from: tom, into: ada, reason: 'x'.repeat(2_001) }, /2001 characters/],
        [SPLIT, { id: ada, mentionIds: [], name: 'B', reason }, /at least one/],
        [SPLIT, { id: ada, mentionIds: [toms], name: 'B', reason }, /not of this entity/],
        [SPLIT, { id: tom, mentionIds: mentions, name: 'B', reason }, /not of this entity/],
        [SPLIT, { id: ada, mentionIds: [mentions[0]], name: '', reason }, /name is empty/],
        [SET_TYPE, { id: ada, type: 'PERSON', reason }, /PERSON already/],
        [SET_TYPE, { id: gone, type: 'PERSON', reason }, /no such entity/],
        [SET_SPEAKER, { id: quote, speakerId: ada, reason }, /already/],
        [SET_SPEAKER, { id: quote, speakerId: gone, reason }, /no such entity/],
        [REVERT, { id: quote }, /that of a Quote/],
        [
          REVERT,
          { id: Buffer.from('Correction:019a0000-0000-7000-8000-000000000000').toString('base64') },
          /no such correction/,
        ],
      ] as const) {
        expect(await mistake(query, input), JSON.stringify(input)).toEqual({
          code: 'BAD_USER_INPUT',
          message: expect.stringMatching(message),
        });
      }
      expect(await graph.query('{ corpus { revision } }')).toEqual(before);
      await revert(correction.id);
      expect(await mistake(REVERT, { id: correction.id })).toMatchObject({
        message: expect.stringMatching(/taken back already/),
      });
      const all = (await everything()).articles.nodes.flatMap((each: Answer) =>
        each.mentions.nodes.filter((mention: Answer) => mention.entity.id === ada).map((mention: Answer) => mention.id),
      );
      expect(await mistake(SPLIT, { id: ada, mentionIds: all, name: 'B', reason })).toMatchObject({
        message: expect.stringMatching(/nothing would stay/),
      });
    });

    it('writers that correct, take back and read again at once end as if they had taken turns', async () => {
      await saveBoth();
      const before = await everything();
      const [from, into, tom] = [await idOf('A. Quill'), await idOf('Ada Quill'), await idOf('Tom Tull')];
      const [{ correction }] = await Promise.all([
        merge(from, into),
        done(SET_TYPE, { id: tom, type: 'WORK', reason: 'a novel' }),
        ...Array.from({ length: 6 }, (_, i) =>
          i % 2 === 0
            ? save('ferry', FERRY, ['A. Quill', 'Tom Tull'])
            : save(`pier-${i}`, FERRY, ['A. Quill', 'Tom Tull']),
        ),
      ]);
      const { entities, entity } = await graph.query(
        'query ($from: ID!) { entity(id: $from) { articleCount } entities { nodes { name type } } }',
        { from },
      );
      expect(entity.articleCount).toBe(5);
      expect(entities.nodes).toEqual(
        expect.arrayContaining([
          { name: 'Ada Quill', type: 'PERSON' },
          { name: 'Tom Tull', type: 'WORK' },
        ]),
      );
      expect(entities.nodes).toHaveLength(2);
      await Promise.all([
        revert(correction.id),
        ...[1, 3, 5].map((i) => save(`pier-${i}`, 'Nobody.', [])),
        save('ferry', FERRY, ['A. Quill', 'Tom Tull']),
      ]);
      expect((await everything()).sources).toEqual(before.sources);
    });
  });
});
