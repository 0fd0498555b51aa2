/**
 * What can be read, and how it hangs together: for each type of the graph its columns, the single things it points to
 * and the lists it has, as SQL. The statement builder puts these pieces together; nothing else writes SELECTs for readers.
 * A new field is a line here; a new list is an entry under `lists`.
 *
 * `t` is the alias of the row that is read, `p` that of its parent. No piece contains a value from outside.
 */
import type { FilterableModel } from './filterable.ts';
import { copyCountOf, mentionedIn } from './filterable.ts';
import { relatedTo } from './related.ts';
import { MERGED_IDS } from './stand-ins.ts';
import { articleIsVisible, entityIsVisible, inVisibleArticle, quoteStands, sourceIsVisible } from './visible.ts';

export type KeyType = 'timestamptz' | 'uuid' | 'int' | 'float8' | 'text';

export type Direction = 'ASC' | 'DESC';

/** One of the keys that a list is ordered by. Never null: a nullable column is coalesced. */
export interface OrderKey {
  /** @param search the parameter that holds the search text, in an order by relevance */
  readonly sql: (t: string, search: string) => string;
  readonly type: KeyType;
  readonly direction: Direction;
}

/** Every list has the order `default`; others are named after a field and a direction: `HEADLINE_ASC`. */
export type Orders = Readonly<Record<string, readonly OrderKey[]>>;

export interface List {
  readonly node: FilterableModel;
  /** FROM and WHERE of the list; tables other than the node's have aliases of the form `${t}_…`. */
  readonly from: (t: string, p: string) => string;
  readonly where: (t: string, p: string) => string;
  readonly orders: Orders;
  /** The relation of its rows that the list's filter is about; left out: the rows themselves. */
  readonly filterThrough?: string;
  /** A relation of its rows that FROM joins in any case, where an index gives the order: its alias may be read from. */
  readonly beside?: { readonly one: string; readonly alias: (t: string) => string };
  /** Facts about the relation, which sit on the edge. */
  readonly edge?: Columns;
  readonly maxPageSize?: number;
}

export interface One {
  readonly node: ModelName;
  readonly where: (t: string, p: string) => string;
}

/** A list short enough to be given whole, without pages. */
export interface Many extends One {
  readonly orderBy: (t: string) => string;
}

/**
 * What the text stands for that a column is read as: `json` is that of a value, an `instant` is RFC 3339 in UTC, to the
 * millisecond.
 */
export type ColumnKind = 'text' | 'number' | 'boolean' | 'instant' | 'json';

export interface Column {
  readonly kind: ColumnKind;
  /** An expression of type text. */
  readonly sql: (t: string) => string;
}

export type Columns = Readonly<Record<string, Column>>;

export interface Model {
  /** What stands in FROM. */
  readonly table: string;
  readonly visible: (t: string) => string;
  readonly columns: Columns;
  readonly ones: Readonly<Record<string, One>>;
  readonly manys: Readonly<Record<string, Many>>;
  readonly lists: Readonly<Record<string, List>>;
  /** Timelines by name, each of one of the lists, which must be one of articles. */
  readonly timelines?: Readonly<Record<string, string>>;
}

export type ModelName =
  | 'Article'
  | 'Document'
  | 'Entity'
  | 'EntityMention'
  | 'Quote'
  | 'Citation'
  | 'Source'
  | 'Correction'
  | 'ArticleVersion'
  | 'ArticleIngested'
  | 'Tombstone'
  | 'IngestJob'
  | 'Corpus'
  | 'EntityFacet'
  | 'SourceFacet'
  | 'ValueFacet';

const AS_TEXT: Readonly<Record<ColumnKind, (sql: string) => string>> = {
  text: (sql) => `${sql}::text`,
  number: (sql) => `${sql}::text`,
  boolean: (sql) => `${sql}::text`,
  instant: (sql) => `to_char(${sql} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
  json: (sql) => `to_json(${sql})::text`,
};

function column(kind: ColumnKind, sql: Column['sql']): Column {
  return { kind, sql: (t) => AS_TEXT[kind](sql(t)) };
}

function columns(kind: ColumnKind, ...names: string[]): Record<string, Column> {
  return Object.fromEntries(names.map((name) => [name, column(kind, (t) => `${t}."${name}"`)]));
}

const anchor = { ...columns('number', 'start', 'end'), ...columns('text', 'exact', 'prefix', 'suffix') };
const id: OrderKey = { sql: (t) => `${t}."id"`, type: 'uuid', direction: 'ASC' };
const start: OrderKey = { sql: (t) => `${t}."start"`, type: 'int', direction: 'ASC' };
/** Nothing else of its kind in the article has the same place; the order is that of the index which sees to it. */
const readingOrder = { default: [start, { ...start, sql: (t: string) => `${t}."end"` }] };

/** By one key and the id, which runs the same way, so that an index on both answers pages at any depth. */
function by(type: KeyType, direction: Direction, sql: OrderKey['sql']): readonly OrderKey[] {
  return [
    { sql, type, direction },
    { ...id, direction },
  ];
}

/** The same both ways, under the names FIELD_ASC and FIELD_DESC. */
function bothWays(field: string, type: KeyType, sql: OrderKey['sql']): Orders {
  return { [`${field}_ASC`]: by(type, 'ASC', sql), [`${field}_DESC`]: by(type, 'DESC', sql) };
}

/** Newest first, undated last. The expression is that of the indexes whose names end in "newest_idx". */
const newest = (date: (t: string) => string, article: (t: string) => string): OrderKey[] => [
  { sql: (t) => `coalesce(${date(t)}, timestamptz '-infinity')`, type: 'timestamptz', direction: 'DESC' },
  { sql: article, type: 'uuid', direction: 'DESC' },
];
const newestArticles = newest(
  (t) => `${t}."datePublished"`,
  (t) => `${t}."id"`,
);

/** How well the words of a search fit; the expressions of the others are those of the indexes on them. */
const relevance: OrderKey['sql'] = (t, search) =>
  `ts_rank_cd(${t}."searchVector", websearch_to_tsquery('newsgraph', ${search}), 1)::float8`;
const articleOrders: Orders = {
  default: newestArticles,
  DATE_PUBLISHED_DESC: newestArticles,
  DATE_PUBLISHED_ASC: by('timestamptz', 'ASC', (t) => `coalesce(${t}."datePublished", timestamptz 'infinity')`),
  ...bothWays('INGESTED_AT', 'timestamptz', (t) => `${t}."ingestedAt"`),
  ...bothWays('HEADLINE', 'text', (t) => `lower(left(${t}."headline", 200))`),
  ...bothWays('WORD_COUNT', 'int', (t) => `${t}."wordCount"`),
  ...bothWays('RELEVANCE', 'float8', relevance),
};
const entityOrders: Orders = {
  default: by('int', 'DESC', (t) => `${t}."articleCount"`),
  ...bothWays('NAME', 'text', (t) => `${t}."name"`),
  ...bothWays('ARTICLE_COUNT', 'int', (t) => `${t}."articleCount"`),
  ...bothWays('MENTION_COUNT', 'int', (t) => `${t}."mentionCount"`),
};

/** The same for articles that are reached by a row of "ArticleEntity", whose alias ends in `_edge`: it has their dates. */
const newestLinks = newest(
  (t) => `${t}_edge."articleDate"`,
  (t) => `${t}_edge."articleId"`,
);
const linkedArticleOrders: Orders = { ...articleOrders, default: newestLinks, DATE_PUBLISHED_DESC: newestLinks };

/** Rows of articles across articles: the newest article first, within it in reading order. */
const newestThenReading = {
  default: [
    ...newest(
      (t) => `${t}."articleDate"`,
      (t) => `${t}."articleId"`,
    ),
    start,
    id,
  ],
};
const joinedArticle = (table: string) => (t: string) =>
  `"${table}" ${t} JOIN "Article" ${t}_article ON ${t}_article."id" = ${t}."articleId"`;
const withArticle = (table: string) => ({
  from: joinedArticle(table),
  beside: { one: 'article', alias: (t: string) => `${t}_article` },
});

/** Facts about an article's naming an entity, of the row of "ArticleEntity" whose alias ends in `_edge`. */
const linkFacts: Columns = {
  mentionCount: column('number', (t) => `${t}_edge."mentionCount"`),
  salience: column('number', (t) => `${t}_edge."salience"`),
  link: column(
    'json',
    (t) =>
      `json_build_object('name', ${t}_edge."name", 'key', ${t}_edge."linkKey", 'rule', ${t}_edge."linkRule",
      'reason', ${t}_edge."linkReason", 'anchor', ${t}_edge."linkAnchor", 'correction',
      (SELECT row_to_json(c) FROM "Correction" c WHERE c."id" = ${t}_edge."correctionId"))`,
  ),
};

const newestCorrections = (t: string): string => `${t}."at" DESC, ${t}."id" DESC`;

/** What `facets.ts` counts: the thing or the value counted is the row's "id". */
function facet(ones: Model['ones']): Model {
  return {
    table: '',
    visible: () => 'true',
    columns: { ...columns('text', 'id'), ...columns('number', 'count') },
    ones,
    manys: {},
    lists: {},
  };
}

const count = (from: string): Column => column('number', () => `(SELECT count(*) FROM ${from})`);
const published = (which: 'min' | 'max'): Column =>
  column('instant', () => `(SELECT ${which}(a."datePublished") FROM "Article" a WHERE ${articleIsVisible('a')})`);

export const CATALOGUE: Readonly<Record<ModelName, Model>> = {
  Article: {
    table: '"Article"',
    visible: articleIsVisible,
    columns: {
      ...columns(
        'text',
        'id',
        'key',
        'headline',
        'headlineBasis',
        'body',
        'description',
        'url',
        'datePublishedPrecision',
        'datePublishedBasis',
        'inLanguage',
        'articleSection',
        'byline',
        'image',
        'pubStatus',
      ),
      ...columns('instant', 'datePublished', 'dateModified', 'embargoedUntil'),
      ...columns('number', 'wordCount'),
      ...columns('boolean', 'isTruncated'),
      ...columns('json', 'authors', 'provenance'),
      copyCount: column('number', copyCountOf),
    },
    ones: {
      publisher: { node: 'Source', where: (t, p) => `${t}."id" = ${p}."publisherId"` },
      document: { node: 'Document', where: (t, p) => `${t}."articleId" = ${p}."id" AND ${t}."isPrimary"` },
    },
    manys: {
      documents: {
        node: 'Document',
        where: (t, p) => `${t}."articleId" = ${p}."id"`,
        orderBy: (t) => `${t}."isPrimary" DESC, ${t}."ingestedAt", ${t}."id"`,
      },
    },
    lists: {
      mentions: {
        node: 'EntityMention',
        from: (t) => `"EntityMention" ${t}`,
        where: (t, p) => `${t}."articleId" = ${p}."id"`,
        orders: readingOrder,
        filterThrough: 'entity',
        maxPageSize: 500,
      },
      entities: {
        node: 'Entity',
        from: (t) => `"ArticleEntity" ${t}_edge JOIN "Entity" ${t} ON ${t}."id" = ${t}_edge."entityId"`,
        where: (t, p) => `${t}_edge."articleId" = ${p}."id"`,
        orders: {
          default: [
            { sql: (t) => `${t}_edge."salience"`, type: 'float8', direction: 'DESC' },
            { ...id, direction: 'DESC' },
          ],
        },
        edge: linkFacts,
      },
      quotes: {
        node: 'Quote',
        from: (t) => `"Quote" ${t}`,
        where: (t, p) => `${t}."articleId" = ${p}."id" AND ${quoteStands(t)}`,
        orders: readingOrder,
      },
      citations: {
        node: 'Citation',
        from: (t) => `"Citation" ${t}`,
        where: (t, p) => `${t}."articleId" = ${p}."id"`,
        orders: readingOrder,
      },
      copies: {
        node: 'Article',
        from: (t) => `"CopyPair" ${t}_edge JOIN "Article" ${t} ON ${t}."id" = ${t}_edge."copyId"`,
        where: (t, p) => `${t}_edge."articleId" = ${p}."id" AND ${articleIsVisible(t)}`,
        orders: { default: [{ sql: (t) => `${t}_edge."similarity"`, type: 'float8', direction: 'DESC' }, id] },
        edge: { similarity: column('number', (t) => `${t}_edge."similarity"`) },
      },
      versions: {
        node: 'ArticleVersion',
        from: (t) => `"ArticleVersion" ${t}`,
        where: (t, p) => `${t}."articleId" = ${p}."id" AND ${t}."wasVisible"`,
        orders: { default: by('timestamptz', 'DESC', (t) => `${t}."replacedAt"`) },
      },
      related: {
        node: 'Article',
        from: (t, p) => `${relatedTo(p)} ${t}_edge JOIN "Article" ${t} ON ${t}."id" = ${t}_edge."articleId"`,
        where: articleIsVisible,
        orders: { default: [{ sql: (t) => `${t}_edge."score"`, type: 'float8', direction: 'DESC' }, id] },
        edge: { score: column('number', (t) => `${t}_edge."score"`) },
      },
    },
  },

  Document: {
    table: '"Document"',
    visible: inVisibleArticle,
    columns: {
      // No field of the schema gives the content: whole pages as they came are for exports.
      ...columns('text', 'id', 'uri', 'format', 'sha256', 'extractorVersion', 'content'),
      ...columns('instant', 'ingestedAt'),
      ...columns('json', 'problems'),
    },
    ones: {},
    manys: {},
    lists: {},
  },

  Entity: {
    table: '"Entity"',
    visible: entityIsVisible,
    columns: {
      ...columns('text', 'id', 'name', 'type', 'countryCode'),
      ...columns('number', 'latitude', 'longitude', 'articleCount', 'mentionCount'),
      ...columns('json', 'sameAs'),
      aliases: column(
        'json',
        (t) =>
          `ARRAY(SELECT DISTINCT a."name" FROM "EntityName" a
          WHERE a."entityId" = ${t}."id" AND a."name" <> ${t}."name" AND ${inVisibleArticle('a')} ORDER BY 1)`,
      ),
      mergedIds: column('json', MERGED_IDS.Entity),
    },
    ones: {},
    manys: {
      corrections: {
        node: 'Correction',
        where: (t, p) =>
          `(${t}."entityId" = ${p}."id" OR ${t}."otherEntityId" = ${p}."id"
            OR ${t}."entityId" = ANY((${MERGED_IDS.Entity(p)})::uuid[])
            OR ${t}."otherEntityId" = ANY((${MERGED_IDS.Entity(p)})::uuid[]))`,
        orderBy: newestCorrections,
      },
    },
    lists: {
      articles: {
        node: 'Article',
        from: (t) => `"ArticleEntity" ${t}_edge JOIN "Article" ${t} ON ${t}."id" = ${t}_edge."articleId"`,
        where: (t, p) => `${t}_edge."entityId" = ${p}."id" AND ${articleIsVisible(`${t}_edge`)}`,
        orders: linkedArticleOrders,
      },
      links: {
        node: 'Article',
        from: (t) => `"ArticleEntity" ${t}_edge JOIN "Article" ${t} ON ${t}."id" = ${t}_edge."articleId"`,
        where: (t, p) => `${t}_edge."entityId" = ${p}."id" AND ${articleIsVisible(`${t}_edge`)}`,
        orders: linkedArticleOrders,
        edge: linkFacts,
      },
      mentions: {
        node: 'EntityMention',
        ...withArticle('EntityMention'),
        where: (t, p) => `${t}."entityId" = ${p}."id" AND ${articleIsVisible(`${t}_article`)}`,
        orders: newestThenReading,
      },
      quotes: {
        node: 'Quote',
        ...withArticle('Quote'),
        where: (t, p) => `${t}."speakerId" = ${p}."id" AND ${quoteStands(t)} AND ${articleIsVisible(`${t}_article`)}`,
        orders: newestThenReading,
      },
      quotesAbout: {
        node: 'Quote',
        // From the entity's mentions to the quotes around them, never the other way.
        from: (t, p) => `(SELECT DISTINCT q."id" FROM "EntityMention" m JOIN "Quote" q ON ${mentionedIn('m', 'q')}
          WHERE m."entityId" = ${p}."id") ${t}_about JOIN ${joinedArticle('Quote')(t)} ON ${t}."id" = ${t}_about."id"`,
        where: (t, p) =>
          `${t}."speakerId" IS DISTINCT FROM ${p}."id" AND ${quoteStands(t)} AND ${articleIsVisible(`${t}_article`)}`,
        orders: newestThenReading,
      },
      coMentions: {
        node: 'Entity',
        from: (t, p) => `(SELECT o."entityId", count(*)::int AS "articleCount"
          FROM "ArticleEntity" l JOIN "ArticleEntity" o ON o."articleId" = l."articleId" AND o."entityId" <> l."entityId"
          WHERE l."entityId" = ${p}."id" AND l."isVisible" GROUP BY o."entityId") ${t}_edge
          JOIN "Entity" ${t} ON ${t}."id" = ${t}_edge."entityId"`,
        where: entityIsVisible,
        orders: { default: [{ sql: (t) => `${t}_edge."articleCount"`, type: 'int', direction: 'DESC' }, id] },
        edge: { articleCount: column('number', (t) => `${t}_edge."articleCount"`) },
      },
    },
    timelines: { timeline: 'articles' },
  },

  EntityMention: {
    table: '"EntityMention"',
    visible: inVisibleArticle,
    columns: { ...columns('text', 'id', 'mentionType'), ...anchor },
    ones: {
      entity: { node: 'Entity', where: (t, p) => `${t}."id" = ${p}."entityId"` },
      article: { node: 'Article', where: (t, p) => `${t}."id" = ${p}."articleId"` },
    },
    manys: {},
    lists: {},
  },

  Quote: {
    table: '"Quote"',
    visible: (t) => `${quoteStands(t)} AND ${inVisibleArticle(t)}`,
    columns: {
      ...columns('text', 'id', 'quoteType', 'content', 'speakerText', 'cue', 'method', 'abstained'),
      ...columns('number', 'confidence'),
      ...columns('json', 'stretches', 'speakerAnchor', 'cueAnchor', 'evidence'),
      ...anchor,
    },
    ones: {
      article: { node: 'Article', where: (t, p) => `${t}."id" = ${p}."articleId"` },
      speaker: { node: 'Entity', where: (t, p) => `${t}."id" = ${p}."speakerId"` },
      addressee: { node: 'Source', where: (t, p) => `${t}."id" = ${p}."addresseeId"` },
      citation: { node: 'Citation', where: (t, p) => `${t}."id" = ${p}."citationId"` },
    },
    manys: {
      corrections: {
        node: 'Correction',
        where: (t, p) => `${t}."quoteId" = ${p}."id"`,
        orderBy: newestCorrections,
      },
    },
    lists: {},
  },

  Citation: {
    table: '"Citation"',
    visible: inVisibleArticle,
    columns: { ...columns('text', 'id', 'kind', 'cue'), ...columns('boolean', 'isNamed'), ...anchor },
    ones: {
      article: { node: 'Article', where: (t, p) => `${t}."id" = ${p}."articleId"` },
      source: { node: 'Source', where: (t, p) => `${t}."id" = ${p}."sourceId"` },
      via: { node: 'Source', where: (t, p) => `${t}."id" = ${p}."viaId"` },
    },
    manys: {
      citedQuotes: {
        node: 'Quote',
        where: (t, p) => `${t}."citationId" = ${p}."id" AND ${quoteStands(t)}`,
        orderBy: (t) => `${t}."start", ${t}."id"`,
      },
    },
    lists: {},
  },

  Source: {
    table: '"Source"',
    visible: sourceIsVisible,
    columns: {
      ...columns('text', 'id', 'name', 'kind', 'domain'),
      ...columns('json', 'aliases'),
      mergedIds: column('json', MERGED_IDS.Source),
    },
    ones: {
      // A source may outlive, among readers, the articles that name its entity: an outlet known by what it publishes.
      entity: { node: 'Entity', where: (t, p) => `${t}."id" = ${p}."entityId" AND ${entityIsVisible(t)}` },
    },
    manys: {},
    lists: {
      articles: {
        node: 'Article',
        from: (t) => `"Article" ${t}`,
        where: (t, p) => `${t}."publisherId" = ${p}."id" AND ${articleIsVisible(t)}`,
        orders: articleOrders,
      },
      citations: {
        node: 'Citation',
        ...withArticle('Citation'),
        where: (t, p) => `${t}."sourceId" = ${p}."id" AND ${articleIsVisible(`${t}_article`)}`,
        orders: newestThenReading,
      },
    },
  },

  ArticleVersion: {
    table: '"ArticleVersion"',
    visible: (t) => `${t}."wasVisible" AND ${inVisibleArticle(t)}`,
    columns: {
      ...columns('text', 'id', 'headline', 'body'),
      ...columns('instant', 'replacedAt'),
      ...columns('json', 'quotes', 'changes'),
    },
    ones: {
      article: { node: 'Article', where: (t, p) => `${t}."id" = ${p}."articleId"` },
    },
    manys: {},
    lists: {},
  },

  // Removals are among them, without an outcome: they are read together, in one order.
  ArticleIngested: {
    table: '"ArticleEvent"',
    visible: (t) => `(${t}."outcome" IS NULL OR ${inVisibleArticle(t)})`,
    columns: {
      ...columns('text', 'articleId', 'outcome'),
      id: column('text', (t) => `${t}."position"`),
      cursor: column('text', (t) => `${t}."position"`),
    },
    ones: {
      article: { node: 'Article', where: (t, p) => `${t}."id" = ${p}."articleId"` },
    },
    manys: {},
    lists: {},
  },

  // For admins: its root fields ask for the scope, and nothing else leads to it.
  Tombstone: {
    table: '"Tombstone"',
    visible: () => 'true',
    columns: {
      ...columns('text', 'id', 'articleId', 'headline', 'by', 'reason', 'liftedBy'),
      ...columns('instant', 'at', 'liftedAt'),
      ...columns('json', 'marks'),
    },
    ones: {},
    manys: {},
    lists: {},
  },

  // For who brings documents, and admins, likewise.
  IngestJob: {
    table: '"IngestJob"',
    visible: () => 'true',
    columns: {
      ...columns('text', 'id', 'state', 'uri', 'format', 'by', 'error'),
      ...columns('number', 'size', 'attempts'),
      ...columns('instant', 'queuedAt', 'startedAt', 'retryAt', 'finishedAt'),
      ...columns('json', 'receipts'),
    },
    ones: {},
    manys: {},
    lists: {},
  },

  Correction: {
    table: '"Correction"',
    // It holds what its author wrote, and nothing of what it is about.
    visible: () => 'true',
    columns: {
      ...columns('text', 'id', 'action', 'by', 'reason', 'entityId', 'otherEntityId', 'quoteId'),
      ...columns('instant', 'at', 'revertedAt'),
    },
    ones: {},
    manys: {},
    lists: {},
  },

  Corpus: {
    table: '"Corpus"',
    visible: () => 'true',
    columns: {
      articleCount: count(`"Article" a WHERE ${articleIsVisible('a')}`),
      entityCount: count(`"Entity" a WHERE ${entityIsVisible('a')}`),
      quoteCount: count(`"Quote" a WHERE ${quoteStands('a')} AND ${inVisibleArticle('a')}`),
      sourceCount: count(`"Source" a WHERE ${sourceIsVisible('a')}`),
      firstPublished: published('min'),
      lastPublished: published('max'),
      ...columns('text', 'revision', 'id'),
    },
    ones: {},
    manys: {},
    lists: {},
  },

  EntityFacet: facet({ entity: { node: 'Entity', where: (t, p) => `${t}."id" = ${p}."id"` } }),
  SourceFacet: facet({ source: { node: 'Source', where: (t, p) => `${t}."id" = ${p}."id"` } }),
  ValueFacet: facet({}),
};

/** The lists that hang on nothing: the ways into the graph. */
export const ROOT_LISTS = {
  articles: {
    node: 'Article',
    from: (t) => `"Article" ${t}`,
    where: (t) => articleIsVisible(t),
    orders: articleOrders,
  },
  // For exports of everything: also what readers may not see. No field of the schema leads to it.
  allArticles: {
    node: 'Article',
    from: (t) => `"Article" ${t}`,
    where: () => 'true',
    orders: articleOrders,
  },
  entities: {
    node: 'Entity',
    from: (t) => `"Entity" ${t}`,
    where: entityIsVisible,
    orders: entityOrders,
  },
  tombstones: {
    node: 'Tombstone',
    from: (t) => `"Tombstone" ${t}`,
    where: () => 'true',
    orders: { default: by('timestamptz', 'DESC', (t) => `${t}."at"`) },
  },
  ingestJobs: {
    node: 'IngestJob',
    from: (t) => `"IngestJob" ${t}`,
    where: () => 'true',
    orders: { default: by('timestamptz', 'DESC', (t) => `${t}."queuedAt"`) },
  },
  quotes: {
    node: 'Quote',
    ...withArticle('Quote'),
    where: (t) => `${quoteStands(t)} AND ${articleIsVisible(`${t}_article`)}`,
    orders: newestThenReading,
  },
  sources: {
    node: 'Source',
    from: (t) => `"Source" ${t}`,
    where: (t) => sourceIsVisible(t),
    orders: { default: by('text', 'ASC', (t) => `${t}."name"`) },
  },
} satisfies Record<string, List>;

export type RootListName = keyof typeof ROOT_LISTS;

export function modelOf(name: ModelName): Model {
  return CATALOGUE[name];
}

/** @throws Error when the catalogue has no such thing */
export function pick<T>(from: Readonly<Record<string, T>>, name: string): T {
  const found = Object.hasOwn(from, name) ? from[name] : undefined;
  if (found === undefined)
    throw new Error(`the catalogue has no '${name}' here: it has ${Object.keys(from).join(', ')}`);
  return found;
}
