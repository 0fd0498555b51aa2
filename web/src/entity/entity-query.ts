import type { ResultOf } from 'gql.tada';
import { graphql } from 'newsgraph/gql-tada';

/** Who or what an entity is; its oldest and newest dated article say how long a time its timeline covers. */
export const ENTITY = graphql(`
  query EntityPage($id: ID!) {
    entity(id: $id) {
      id
      name
      type
      aliases
      countryCode
      location { latitude longitude }
      sameAs
      articleCount
      mentionCount
      quotes(first: 1) { totalCount }
      quotesAbout(first: 1) { totalCount }
      oldest: articles(first: 1, filter: { datePublished: { isNull: false } }, orderBy: { field: DATE_PUBLISHED, direction: ASC }) {
        nodes { datePublished }
      }
      newest: articles(first: 1, filter: { datePublished: { isNull: false } }) { nodes { datePublished } }
      corrections { id action at by reason revertedAt }
    }
  }
`);

export const TIMELINE = graphql(`
  query EntityTimeline($id: ID!, $interval: TimelineInterval!) {
    entity(id: $id) {
      timeline(interval: $interval) { undatedCount buckets { start articleCount } }
    }
  }
`);

export const ARTICLES = graphql(`
  query EntityArticles($id: ID!, $filter: ArticleFilter, $after: String) {
    entity(id: $id) {
      links(first: 10, filter: $filter, after: $after) {
        totalCount
        pageInfo { hasNextPage endCursor }
        edges {
          mentionCount
          link { name rule reason }
          node { id headline datePublished datePublishedPrecision publisher { name } }
        }
      }
    }
  }
`);

export const SAID = graphql(`
  query EntitySaid($id: ID!, $after: String) {
    entity(id: $id) {
      quotes(first: 10, after: $after) {
        totalCount
        pageInfo { hasNextPage endCursor }
        nodes {
          id
          content
          quoteType
          speakerText
          speaker { id name }
          anchor { start }
          article { id headline datePublished datePublishedPrecision publisher { name } }
        }
      }
    }
  }
`);

export const SAID_ABOUT = graphql(`
  query EntitySaidAbout($id: ID!, $after: String) {
    entity(id: $id) {
      quotes: quotesAbout(first: 10, after: $after) {
        totalCount
        pageInfo { hasNextPage endCursor }
        nodes {
          id
          content
          quoteType
          speakerText
          speaker { id name }
          anchor { start }
          article { id headline datePublished datePublishedPrecision publisher { name } }
        }
      }
    }
  }
`);

/** Who is named with whom: those around an entity, and which of them are named with each other. */
export const NAMED_WITH = graphql(`
  query NamedWith($id: ID!, $filter: EntityFilter) {
    entity(id: $id) {
      id
      name
      type
      coMentions(first: 14, filter: $filter) {
        totalCount
        edges {
          articleCount
          node {
            id
            name
            type
            coMentions(first: 40, filter: $filter) { edges { articleCount node { id } } }
          }
        }
      }
    }
  }
`);

/** The places that are named with an entity. */
export const PLACES = graphql(`
  query EntityPlaces($id: ID!) {
    entity(id: $id) {
      coMentions(first: 50, filter: { type: { eq: PLACE } }) {
        edges { articleCount node { id name location { latitude longitude } } }
      }
    }
  }
`);

export type Entity = NonNullable<ResultOf<typeof ENTITY>['entity']>;
export type QuotePage = NonNullable<ResultOf<typeof SAID>['entity']>['quotes'];
