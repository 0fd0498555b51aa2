import type { ResultOf } from 'gql.tada';
import { graphql } from 'newsgraph/gql-tada';

const MENTIONS = graphql(`
  fragment PageMentions on EntityMentionConnection @_unmask {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes { id mentionType anchor { start end exact } entity { id name type countryCode } }
  }
`);

const QUOTES = graphql(`
  fragment PageQuotes on QuoteConnection @_unmask {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes {
      id
      content
      quoteType
      anchor { start end }
      cue
      cueAnchor { start end }
      speakerText
      speakerAnchor { start end }
      speaker { id name }
      addressee { name }
      attribution { method confidence abstained evidence { start end exact } }
    }
  }
`);

const CITATIONS = graphql(`
  fragment PageCitations on CitationConnection @_unmask {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes { id phrase isNamed kind cue anchor { start end } source { id name entity { id } } via { name } citedQuotes { id anchor { start } } }
  }
`);

/** All of an article that its page shows. Lists are as long as the gateway gives in one page; `totalCount` says when one is longer. */
export const ARTICLE = graphql(
  `
  query ArticlePage($id: ID!) {
    article(id: $id) {
      id
      headline
      headlineBasis
      body
      byline
      articleSection
      inLanguage
      wordCount
      isTruncated
      url
      datePublished
      datePublishedPrecision
      datePublishedBasis
      dateModified
      publisher { id name domain }
      document { uri format extractorVersion ingestedAt problems { code message } }
      mentions(first: 500) { ...PageMentions }
      entities(first: 100) {
        edges { mentionCount salience link { rule reason anchor { start end exact } } node { id } }
      }
      quotes(first: 100) { ...PageQuotes }
      citations(first: 100) { ...PageCitations }
      copies(first: 10) {
        totalCount
        edges { similarity node { id headline datePublished datePublishedPrecision publisher { name } } }
      }
      versions(first: 10) {
        totalCount
        nodes {
          id
          headline
          replacedAt
          changes { figuresAdded figuresRemoved speakersAdded speakersRemoved quotesAdded { content } quotesRemoved { content } }
        }
      }
      related(first: 6) {
        edges { score node { id headline datePublished datePublishedPrecision publisher { name } } }
      }
    }
  }
`,
  [MENTIONS, QUOTES, CITATIONS],
);

/** What stands behind the first page of each list that is marked in the text. */
export const MORE_MARKS = graphql(
  `
  query MoreMarks($id: ID!, $mentions: String, $quotes: String, $citations: String) {
    article(id: $id) {
      mentions(first: 500, after: $mentions) { ...PageMentions }
      quotes(first: 100, after: $quotes) { ...PageQuotes }
      citations(first: 100, after: $citations) { ...PageCitations }
    }
  }
`,
  [MENTIONS, QUOTES, CITATIONS],
);

/** A text to lay beside an article's: that of a copy, or of an earlier version. */
export const OTHER_TEXT = graphql(`
  query OtherText($id: ID!) {
    node(id: $id) {
      __typename
      ... on Article { headline body publisher { name } datePublished datePublishedPrecision }
      ... on ArticleVersion { headline body replacedAt }
    }
  }
`);

export type Article = NonNullable<ResultOf<typeof ARTICLE>['article']>;
/** What of an article is marked in its text. */
export type Marked = Pick<Article, 'mentions' | 'quotes' | 'citations'>;
export type Mention = Article['mentions']['nodes'][number];
export type Quote = Article['quotes']['nodes'][number];
export type Citation = Article['citations']['nodes'][number];

/** The language of an article's words, as HTML has it. */
export const languageOf = ({ inLanguage }: Pick<Article, 'inLanguage'>) =>
  inLanguage === 'und' ? undefined : inLanguage;
