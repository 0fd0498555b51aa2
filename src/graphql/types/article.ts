import { articleKey, canonicalUrl } from '../../domain/canonical-url.ts';
import { ClientError } from '../../domain/client-error.ts';
import type { ArticleRow } from '../../storage/read/rows.ts';
import { builder } from '../builder.ts';
import { parseGlobalId, toGlobalId } from '../global-id.ts';
import { loadOne, loadPage } from '../load.ts';
import { MOST_LISTED, NEWS_ARTICLE_COLUMNS, NEWS_ARTICLE_PARTS, newsArticleOf } from '../news-article.ts';
import { filteredArgs, orderedArgs, pageArgs } from '../page-args.ts';
import { fromSlot } from '../selection.ts';
import { ArticleCopyConnection } from './article-copy.ts';
import { ArticleEntityConnection } from './entity-link.ts';
import { DatePrecision, FieldBasis, PubStatus } from './enums.ts';
import { FieldProvenance } from './field-provenance.ts';
import { ArticleFilter, ArticleOrder, CitationFilter, EntityFilter, QuoteFilter } from './filters.ts';
import { RelatedArticleConnection } from './graph-edges.ts';
import {
  Article,
  ArticleConnection,
  ArticleVersionConnection,
  CitationConnection,
  Document,
  EntityMentionConnection,
  QuoteConnection,
  Source,
} from './refs.ts';

builder.objectType(Article, {
  interfaces: [builder.nodeInterfaceRef()],
  description: 'A work of journalism: its text and all that was found in it. Readers see usable articles only.',
  fields: (t) => ({
    id: t.id({
      description: 'Opaque, unique across all types; never changes.',
      resolve: ({ id }) => toGlobalId('Article', id),
    }),
    headline: t.exposeString('headline', { description: 'The headline, as stated or as derived: see headlineBasis.' }),
    headlineBasis: t.expose('headlineBasis', {
      type: FieldBasis,
      description:
        'Where the headline came from: a document that has none gets one derived from its URL or its first sentence, and says so.',
    }),
    body: t.exposeString('body', { description: 'The clean text, one paragraph a line. All anchors count in it.' }),
    description: t.exposeString('description', {
      nullable: true,
      description: 'The lede: the first paragraph of the body. Null for an empty body.',
    }),
    url: t.expose('url', {
      type: 'URL',
      nullable: true,
      description: 'Its canonical address. Null when no document gives one.',
    }),
    datePublished: t.expose('datePublished', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was published, as exactly as datePublishedPrecision says. Null when not known.',
    }),
    datePublishedPrecision: t.expose('datePublishedPrecision', {
      type: DatePrecision,
      nullable: true,
      description: 'How exactly the date is known. Null when there is none.',
    }),
    datePublishedBasis: t.expose('datePublishedBasis', {
      type: FieldBasis,
      nullable: true,
      description: 'What the date was read from. Null when there is none.',
    }),
    dateModified: t.expose('dateModified', {
      type: 'DateTime',
      nullable: true,
      description: 'When the publisher last changed it. Null when no document says.',
    }),
    inLanguage: t.exposeString('inLanguage', {
      description: 'The language of the body, BCP 47; "und" when not known.',
    }),
    articleSection: t.exposeString('articleSection', {
      nullable: true,
      description: 'The section of the outlet that it appeared in: world, sport. Null when not known.',
    }),
    byline: t.exposeString('byline', {
      nullable: true,
      description: 'The credit as printed. Null when there is none.',
    }),
    authors: t.exposeStringList('authors', {
      description: 'The people of the byline, in its order; empty when it names none.',
    }),
    image: t.expose('image', {
      type: 'URL',
      nullable: true,
      description: 'The address of its main picture. Null when there is none.',
    }),
    wordCount: t.exposeInt('wordCount', { description: 'Words of the body, parted at blanks.' }),
    isTruncated: t.exposeBoolean('isTruncated', {
      description: 'Whether only a summary or a part of the text was to be had.',
    }),
    pubStatus: t.expose('pubStatus', {
      type: PubStatus,
      description: 'Whether it may be served. Readers only ever see USABLE.',
    }),
    embargoedUntil: t.expose('embargoedUntil', {
      type: 'DateTime',
      nullable: true,
      description: 'The embargo that it was under, over by now. Null when there was none.',
    }),
    provenance: t.field({
      type: [FieldProvenance],
      description:
        'What its document says of headline, dates, byline, section, publisher and language, and why one answer was taken. Empty for an article read before this was kept.',
      resolve: ({ provenance }) => provenance,
    }),
    publisher: t.field({
      type: Source,
      nullable: true,
      description: 'The outlet that published it. Null when no document says.',
      resolve: fromSlot,
    }),
    document: t.field({
      type: Document,
      description: 'The document that it was read from: where the bytes came from, and what read them.',
      resolve: fromSlot,
    }),
    documents: t.field({
      type: [Document],
      description:
        'Every document that supports it (a page, a feed item, an export), the one that it was read from first.',
      resolve: fromSlot,
    }),
    mentions: t.field({
      type: EntityMentionConnection,
      args: filteredArgs(EntityFilter, 500),
      description: 'Every place where it mentions an entity, in reading order; the filter is about the entity.',
      resolve: fromSlot,
    }),
    entities: t.field({
      type: ArticleEntityConnection,
      args: filteredArgs(EntityFilter),
      description: 'The entities that it mentions, most salient first.',
      resolve: fromSlot,
    }),
    quotes: t.field({
      type: QuoteConnection,
      args: filteredArgs(QuoteFilter),
      description: 'What it quotes, in reading order.',
      resolve: fromSlot,
    }),
    citations: t.field({
      type: CitationConnection,
      args: filteredArgs(CitationFilter),
      description: 'Who its prose cites, named or not, in reading order.',
      resolve: fromSlot,
    }),
    copies: t.field({
      type: ArticleCopyConnection,
      args: filteredArgs(ArticleFilter),
      description:
        'Other copies of its text, syndicated or republished, cut or whole, under whatever headline: most similar first, equal ones by id. Two reports of one event are none. Of texts under 30 words only equal ones are.',
      resolve: fromSlot,
    }),
    jsonLd: t.field({
      type: 'JSON',
      description: `The article as a schema.org NewsArticle in JSON-LD, with its publisher, what it mentions, whom it cites, and its quotes as Quotations: at most ${MOST_LISTED} of each, the most salient entities and the first quotes and citations.`,
      extensions: { reads: NEWS_ARTICLE_COLUMNS, selects: NEWS_ARTICLE_PARTS },
      resolve: newsArticleOf,
    }),
    copyCount: t.exposeInt('copyCount', { description: 'How many copies of its text there are, itself left out.' }),
    versions: t.field({
      type: ArticleVersionConnection,
      args: pageArgs(),
      description:
        'What it was before its headline or its text changed, newest first; empty while it is as it came. What readers could not see then is not among them.',
      resolve: fromSlot,
    }),
    related: t.field({
      type: RelatedArticleConnection,
      args: pageArgs(),
      description:
        'Other articles about the same entities, best first, equal ones by id; at most 100. Those that share only countries, continents or nationalities with it are none, nor are copies of its text.',
      resolve: fromSlot,
    }),
  }),
});

builder.queryFields((t) => ({
  article: t.field({
    type: Article,
    nullable: true,
    description: 'One article, by exactly one of id and url. Null when there is none, or none that may be seen.',
    args: {
      id: t.arg.id({ description: 'Its id.' }),
      url: t.arg({
        type: 'URL',
        description: 'Its address, in any form: scheme, www, tracking parameters and trailing slash do not matter.',
      }),
    },
    resolve: (_root, { id, url }, context, info) => {
      if ((id == null) === (url == null)) throw new ClientError('BAD_USER_INPUT', 'Give exactly one of id and url.');
      const canonical = url == null ? null : canonicalUrl(url.href);
      if (url != null && canonical === null) return null;
      const lookup =
        canonical === null
          ? { column: 'id' as const, values: [parseGlobalId(String(id), 'Article').id] }
          : { column: 'key' as const, values: [articleKey(canonical)] };
      return loadOne<ArticleRow>('Article', lookup, context, info);
    },
  }),
  articles: t.field({
    type: ArticleConnection,
    args: orderedArgs(ArticleFilter, ArticleOrder),
    description:
      'All articles that fit: newest first, undated last, unless told otherwise; with filter.search the most relevant first.',
    resolve: (_root, args, context, info) => loadPage<ArticleRow>('articles', args, context, info),
  }),
}));
