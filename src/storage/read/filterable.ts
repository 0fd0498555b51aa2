/**
 * What the things of the graph can be filtered by, as SQL: their fields, what they are related to, and search. A new filter is
 * a line here and an input field in `graphql/types/filters.ts`. `t` is the alias of the row, `f` that of the related one.
 */
import { articleIsVisible, entityIsVisible, inVisibleArticle, quoteStands } from './visible.ts';

export type FilterableModel =
  | 'Article'
  | 'ArticleVersion'
  | 'ArticleIngested'
  | 'Tombstone'
  | 'IngestJob'
  | 'Entity'
  | 'EntityMention'
  | 'Quote'
  | 'Citation'
  | 'Source';

export type FieldType = 'uuid' | 'text' | 'int' | 'float8' | 'timestamptz' | 'boolean' | `"${string}"`;

export interface FilterField {
  readonly sql: (t: string) => string;
  /** PostgreSQL's name of the type, by which values are cast. */
  readonly type: FieldType;
  /** An indexed expression by which it is compared and ordered; where the field is absent its value is below all others. */
  readonly key?: { readonly sql: (t: string) => string; readonly absent: string };
}

export interface FilterRelation {
  readonly node: FilterableModel;
  readonly from: (f: string) => string;
  readonly where: (f: string, t: string) => string;
  /** Of a relation to one thing, the column that refers to it: null where there is none. */
  readonly reference?: (t: string) => string;
}

export interface Filterable {
  readonly fields: Readonly<Record<string, FilterField>>;
  readonly relations: Readonly<Record<string, FilterRelation>>;
  /** Whether the row fits the search text that the parameter holds. */
  readonly search?: (t: string, text: string) => string;
}

function column(name: string, type: FieldType): FilterField {
  return { sql: (t) => `${t}."${name}"`, type };
}

function one(node: FilterableModel, reference: string): FilterRelation {
  return {
    node,
    from: (f) => `"${node}" ${f}`,
    where: (f, t) => `${f}."id" = ${t}."${reference}"`,
    reference: (t) => `${t}."${reference}"`,
  };
}

const id = column('id', 'uuid');

/** By words, their stems, accents and case ignored: `websearch_to_tsquery` takes "phrases", or, -not. */
const fullText = (t: string, text: string): string =>
  `${t}."searchVector" @@ websearch_to_tsquery('newsgraph', ${text}::text)`;

export const FILTERABLE: Readonly<Record<FilterableModel, Filterable>> = {
  Article: {
    fields: {
      id,
      headline: column('headline', 'text'),
      url: column('url', 'text'),
      inLanguage: column('inLanguage', 'text'),
      articleSection: column('articleSection', 'text'),
      byline: column('byline', 'text'),
      datePublished: {
        ...column('datePublished', 'timestamptz'),
        // That of the default order.
        key: {
          sql: (t) => `coalesce(${t}."datePublished", timestamptz '-infinity')`,
          absent: `timestamptz '-infinity'`,
        },
      },
      dateModified: column('dateModified', 'timestamptz'),
      ingestedAt: column('ingestedAt', 'timestamptz'),
      wordCount: column('wordCount', 'int'),
      copyCount: { sql: copyCountOf, type: 'int' },
      isTruncated: column('isTruncated', 'boolean'),
    },
    relations: {
      publisher: one('Source', 'publisherId'),
      mentions: {
        node: 'Entity',
        from: (f) => `"ArticleEntity" ${f}_link JOIN "Entity" ${f} ON ${f}."id" = ${f}_link."entityId"`,
        where: (f, t) => `${f}_link."articleId" = ${t}."id"`,
      },
      quotes: {
        node: 'Quote',
        from: (f) => `"Quote" ${f}`,
        where: (f, t) => `${f}."articleId" = ${t}."id" AND ${quoteStands(f)}`,
      },
      citations: {
        node: 'Citation',
        from: (f) => `"Citation" ${f}`,
        where: (f, t) => `${f}."articleId" = ${t}."id"`,
      },
    },
    search: fullText,
  },

  Entity: {
    fields: {
      id,
      name: column('name', 'text'),
      type: column('type', '"EntityType"'),
      countryCode: column('countryCode', 'text'),
      articleCount: column('articleCount', 'int'),
      mentionCount: column('mentionCount', 'int'),
    },
    relations: {
      articles: {
        node: 'Article',
        from: (f) => `"ArticleEntity" ${f}_link JOIN "Article" ${f} ON ${f}."id" = ${f}_link."articleId"`,
        where: (f, t) => `${f}_link."entityId" = ${t}."id" AND ${articleIsVisible(f)}`,
      },
      quotes: {
        node: 'Quote',
        from: (f) => `"Quote" ${f}`,
        where: (f, t) => `${f}."speakerId" = ${t}."id" AND ${quoteStands(f)} AND ${inVisibleArticle(f)}`,
      },
    },
    search: (t, text) => `${t}."id" IN (SELECT c."entityId" FROM entities_called(${text}::text) c)`,
  },

  ArticleVersion: { fields: {}, relations: {} },

  ArticleIngested: { fields: {}, relations: { article: one('Article', 'articleId') } },

  Tombstone: { fields: {}, relations: {} },
  IngestJob: { fields: { state: column('state', '"IngestJobState"'), by: column('by', 'text') }, relations: {} },

  EntityMention: {
    fields: {},
    relations: { entity: one('Entity', 'entityId') },
  },

  Quote: {
    fields: {
      id,
      content: column('content', 'text'),
      quoteType: column('quoteType', '"QuoteType"'),
      cue: column('cue', 'text'),
      speakerText: column('speakerText', 'text'),
      hasSpeaker: { sql: (t) => `(${t}."speakerId" IS NOT NULL)`, type: 'boolean' },
      confidence: column('confidence', 'float8'),
    },
    relations: {
      article: one('Article', 'articleId'),
      speaker: one('Entity', 'speakerId'),
      addressee: one('Source', 'addresseeId'),
      citation: one('Citation', 'citationId'),
      mentions: {
        node: 'Entity',
        // The quote stands on both sides, so that PostgreSQL can begin with the mentions.
        from: (f) => `"EntityMention" ${f}_mention JOIN "Entity" ${f} ON ${f}."id" = ${f}_mention."entityId"
          JOIN "Quote" ${f}_quote ON ${mentionedIn(`${f}_mention`, `${f}_quote`)}`,
        where: (f, t) => `${f}_quote."id" = ${t}."id"`,
      },
    },
    search: fullText,
  },

  Citation: {
    fields: {
      id,
      isNamed: column('isNamed', 'boolean'),
      kind: column('kind', '"SourceKind"'),
      phrase: column('exact', 'text'),
      cue: column('cue', 'text'),
    },
    relations: {
      article: one('Article', 'articleId'),
      source: one('Source', 'sourceId'),
      via: one('Source', 'viaId'),
      quotes: {
        node: 'Quote',
        from: (f) => `"Quote" ${f}`,
        where: (f, t) => `${f}."citationId" = ${t}."id" AND ${quoteStands(f)}`,
      },
    },
  },

  Source: {
    fields: {
      id,
      name: column('name', 'text'),
      domain: column('domain', 'text'),
      kind: column('kind', '"SourceKind"'),
    },
    relations: {
      // A source may outlive, among readers, the articles that name its entity.
      entity: {
        ...one('Entity', 'entityId'),
        where: (f, t) => `${f}."id" = ${t}."entityId" AND ${entityIsVisible(f)}`,
      },
      articles: {
        node: 'Article',
        from: (f) => `"Article" ${f}`,
        where: (f, t) => `${f}."publisherId" = ${t}."id" AND ${articleIsVisible(f)}`,
      },
      citations: {
        node: 'Citation',
        from: (f) => `"Citation" ${f}`,
        where: (f, t) => `${f}."sourceId" = ${t}."id" AND ${inVisibleArticle(f)}`,
      },
    },
    search: (t, text) => `${t}."id" IN (SELECT c."sourceId" FROM sources_called(${text}::text) c)`,
  },
};

/** Whether a mention stands among the words said: within them, and not where the text says who said them. */
export function mentionedIn(mention: string, quote: string): string {
  return `${mention}."articleId" = ${quote}."articleId" AND ${mention}."start" >= ${quote}."start"
    AND ${mention}."end" <= ${quote}."end" AND strpos(${quote}."content", ${mention}."exact") > 0
    AND (${quote}."speakerAnchor" IS NULL OR ${mention}."end" <= (${quote}."speakerAnchor"->>'start')::int
      OR ${mention}."start" >= (${quote}."speakerAnchor"->>'end')::int)`;
}

/** How many visible copies an article has. */
export function copyCountOf(article: string): string {
  return `(SELECT count(*)::int FROM "CopyPair" o JOIN "Article" v ON v."id" = o."copyId"
    WHERE o."articleId" = ${article}."id" AND ${articleIsVisible('v')})`;
}
