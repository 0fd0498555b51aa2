import { normalizeName } from '../../domain/name.ts';
import type { ArticleRow, EntityRow, QuoteRow, SourceRow } from '../../storage/read/rows.ts';
import type { SearchEdge as SearchEdgeRow, Searched, SearchPage } from '../../storage/read/search.ts';
import { SEARCHED } from '../../storage/read/search.ts';
import { builder } from '../builder.ts';
import { searchText } from '../filter.ts';
import { highlightHtml, markName } from '../highlight.ts';
import { checkPageArgs } from '../page-args.ts';
import { searchSelectionsOf } from '../selection.ts';
import { Article, Entity, Quote, Source } from './refs.ts';

type HitRow = (ArticleRow | EntityRow | QuoteRow | SourceRow) & { __typename?: Searched };

const SearchHit = builder.unionType('SearchHit', {
  description: 'What a search can find.',
  types: [Article, Entity, Quote, Source],
  resolveType: (hit: HitRow) => hit.__typename ?? null,
});

const SearchHitType = builder.enumType('SearchHitType', {
  description: 'Which things to search.',
  values: {
    ARTICLE: { value: 'Article' as const, description: 'Articles, by headline and body.' },
    ENTITY: { value: 'Entity' as const, description: 'Entities, by their names.' },
    QUOTE: { value: 'Quote' as const, description: 'Quotes, by the words said.' },
    SOURCE: { value: 'Source' as const, description: 'Sources, by their names.' },
  },
});

interface FoundEdge extends SearchEdgeRow {
  /** What was searched for. */
  readonly typed: string;
}

const SearchEdge = builder.objectRef<FoundEdge>('SearchEdge').implement({
  description: 'Something that a search found, with how well it fits.',
  fields: (t) => ({
    cursor: t.exposeString('cursor', { description: 'Its place in this search. Opaque; of no use to another search.' }),
    // The union's member is told by __typename, which the reader put there.
    node: t.field({ type: SearchHit, description: 'What was found.', resolve: ({ node }) => node as never }),
    score: t.exposeFloat('score', {
      description:
        'How well it fits, 0 to 1: of texts by how close together and how prominent the words stand, of names by how much of what was typed they have.',
    }),
    highlight: t.string({
      nullable: true,
      description:
        'The best passage, or the name that fits best: the matching words between <mark> and </mark>, all else HTML-escaped. Null when no passage can be given.',
      resolve: ({ highlight, node, typed }) => {
        if (highlight === null) return null;
        const isName = node['__typename'] === 'Entity' || node['__typename'] === 'Source';
        return highlightHtml(isName ? markName(highlight, typed) : highlight);
      },
    }),
  }),
});

const SearchConnection = builder.objectRef<SearchPage & { edges: readonly FoundEdge[] }>('SearchConnection').implement({
  description: 'A page of what a search found.',
  fields: (t) => ({
    edges: t.field({
      type: [SearchEdge],
      description: 'What was found, each with its cursor and score.',
      resolve: ({ edges }) => [...edges],
    }),
    nodes: t.field({
      type: [SearchHit],
      description: 'What was found, without cursors.',
      resolve: ({ edges }) => edges.map(({ node }) => node as never),
    }),
    pageInfo: t.field({
      type: builder.pageInfoRef(),
      description: 'Whether there is more, and from which cursor on.',
      resolve: ({ pageInfo }) => pageInfo,
    }),
  }),
});

builder.queryField('search', (t) =>
  t.field({
    type: SearchConnection,
    description:
      'Searches articles, quotes, entities and sources at once, the best first. Texts by words, their stems, accents and case ignored; names half typed and with slips, too.',
    args: {
      query: t.arg.string({
        required: true,
        description:
          'Words, all of which must stand in a text; "a phrase"; or between alternatives; - before what must not stand in it. At most 10,000 characters.',
      }),
      types: t.arg({
        type: [SearchHitType],
        description: 'Only these; null or left out: all. An empty list finds nothing.',
      }),
      first: t.arg.int({ description: 'How many to give: 20 unless told, at most 100.' }),
      after: t.arg.string({ description: 'Give what stands behind this cursor of the same search.' }),
    },
    resolve: async (_root, { query, types, first, after }, context, info) => {
      const text = searchText('Article', query);
      const page = checkPageArgs({ first, after });
      const size = page.first ?? 0;
      const { selections, highlight } = searchSelectionsOf(types ?? SEARCHED, size, info, context);
      const request = { text, name: normalizeName(text), first: size, after: page.after, selections, highlight };
      const found = await context.reader.search(request);
      return { ...found, edges: found.edges.map((edge) => ({ ...edge, typed: text })) };
    },
  }),
);
