import { generateAtomFeed, generateJsonFeed } from 'feedsmith';
import { parse } from 'graphql';
import { z } from 'zod';
import { parseGlobalId } from '../graphql/global-id.ts';

/** What a feed asks of the graph: the newest articles of a filter, undated ones last. */
export const FEED_QUERY = parse(`
  query Feed($filter: ArticleFilter, $first: Int) {
    articles(filter: $filter, first: $first, orderBy: { field: DATE_PUBLISHED, direction: DESC }) {
      nodes {
        id headline url description body image inLanguage articleSection byline authors datePublished dateModified
        publisher { name }
        document { ingestedAt }
      }
    }
  }`);

const instant = z.union([z.date(), z.string()]).transform((value) => new Date(value));
const address = z.union([z.instanceof(URL), z.string()]).transform(String);

/** What {@link FEED_QUERY} answers. */
export const FeedArticles = z.object({
  articles: z.object({
    nodes: z.array(
      z.object({
        id: z.string(),
        headline: z.string(),
        url: address.nullable(),
        description: z.string().nullable(),
        body: z.string(),
        image: address.nullable(),
        inLanguage: z.string(),
        articleSection: z.string().nullable(),
        byline: z.string().nullable(),
        authors: z.array(z.string()),
        datePublished: instant.nullable(),
        dateModified: instant.nullable(),
        publisher: z.object({ name: z.string() }).nullable(),
        document: z.object({ ingestedAt: instant }),
      }),
    ),
  }),
});
type FeedArticle = z.infer<typeof FeedArticles>['articles']['nodes'][number];

export interface Feed {
  /** Its own address, absolute. */
  readonly self: string;
  /** Where the gateway is: an address without a slash at its end. */
  readonly home: string;
  /** As the client gave it; null for all articles. */
  readonly filter: string | null;
  readonly articles: readonly FeedArticle[];
}

const TITLE = 'Newest articles';

/** An Atom feed (RFC 4287). The same articles give the same bytes. */
export function atomFeed({ self, home, filter, articles }: Feed): string {
  const updated = articles.map(updatedOf).reduce((a, b) => (a > b ? a : b), new Date(0));
  return generateAtomFeed({
    id: self,
    title: { value: TITLE },
    ...(filter === null ? {} : { subtitle: { value: xmlText(filter) } }),
    updated,
    generator: { text: 'newsgraph' },
    links: [
      { rel: 'self', type: 'application/atom+xml', href: self },
      { rel: 'alternate', type: 'text/html', href: `${home}/` },
    ],
    entries: articles.map((article) => ({
      id: idOf(article),
      title: { value: xmlText(article.headline) },
      updated: updatedOf(article),
      ...(article.datePublished ? { published: article.datePublished } : {}),
      authors: authorsOf(article).map((name) => ({ name: xmlText(name) })),
      ...(article.url ? { links: [{ rel: 'alternate', href: article.url }] } : {}),
      ...(article.articleSection ? { categories: [{ term: xmlText(article.articleSection) }] } : {}),
      ...(article.description ? { summary: { value: xmlText(article.description) } } : {}),
      content: { type: 'text', value: xmlText(contentOf(article)) },
      ...(article.inLanguage === 'und' ? {} : { xml: { lang: article.inLanguage } }),
    })),
  });
}

/** A JSON Feed (version 1.1). The same articles give the same bytes. */
export function jsonFeed({ self, home, filter, articles }: Feed): string {
  const feed: unknown = generateJsonFeed({
    title: TITLE,
    home_page_url: `${home}/`,
    feed_url: self,
    ...(filter === null ? {} : { description: filter }),
    items: articles.map((article) => ({
      id: idOf(article),
      ...(article.url ? { url: article.url } : {}),
      title: article.headline,
      content_text: contentOf(article),
      ...(article.description ? { summary: article.description } : {}),
      ...(article.image ? { image: article.image } : {}),
      ...(article.datePublished ? { date_published: article.datePublished } : {}),
      date_modified: updatedOf(article),
      authors: authorsOf(article).map((name) => ({ name })),
      ...(article.articleSection ? { tags: [article.articleSection] } : {}),
      ...(article.inLanguage === 'und' ? {} : { language: article.inLanguage }),
    })),
  });
  // The generator leaves out what is empty, and a feed must have items.
  return JSON.stringify(WithItems.parse(feed));
}

const WithItems = z.looseObject({ items: z.array(z.unknown()).default([]) });

/** The article's row, which never changes, whatever becomes of its address. */
function idOf({ id }: FeedArticle): string {
  return `urn:uuid:${parseGlobalId(id, 'Article').id}`;
}

function updatedOf({ dateModified, datePublished, document }: FeedArticle): Date {
  return dateModified ?? datePublished ?? document.ingestedAt;
}

/** Atom demands somebody. */
function authorsOf({ authors, byline, publisher }: FeedArticle): readonly string[] {
  return authors.length > 0 ? authors : [byline ?? publisher?.name ?? 'Unknown'];
}

/** Never empty: an entry without an address must have content. */
function contentOf({ body, headline }: FeedArticle): string {
  return body === '' ? headline : body;
}

/** Without the characters that XML 1.0 cannot hold, escaped or not. */
function xmlText(text: string): string {
  return text.replace(/[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '');
}
