/**
 * Resolvers for `schema.graphql`, for Apollo Server and Mercurius alike: fields of Query one by one, fields of rows in batches, one
 * reading for a field of all rows of a level. DATA says what reads: prisma or pg.
 */
import { readFileSync } from 'node:fs';
import { GraphQLScalarType } from 'graphql';
import type { Data, Row } from './data.ts';

export const typeDefs = readFileSync(new URL('schema.graphql', import.meta.url), 'utf8');

const { data }: { data: Data } =
  process.env['DATA'] === 'pg' ? await import('./pg-data.ts') : await import('./prisma-data.ts');

interface Filter {
  readonly search?: string | null;
  readonly inLanguage?: { readonly eq?: string | null } | null;
  readonly datePublished?: { readonly gte?: string | null; readonly lt?: string | null } | null;
  readonly wordCount?: { readonly gte?: number | null } | null;
}

interface ListArgs {
  readonly first: number;
  readonly after?: string | null;
  readonly filter?: Filter | null;
}

const PUBLISHED = `coalesce("datePublished", timestamptz '-infinity')`;
const ARTICLE =
  '"id", "headline", "description", "url", "datePublished", "inLanguage", "articleSection", "wordCount", "publisherId"';

/** The conditions of a filter, and their values. */
function conditions(filter: Filter): { sql: string; values: unknown[] } {
  const values: unknown[] = [];
  const parts = ['"isVisible"'];
  const add = (value: unknown, sql: (parameter: string) => string) => {
    if (value === undefined || value === null) return;
    values.push(value);
    parts.push(sql(`$${values.length}`));
  };
  add(filter.search, (p) => `"searchVector" @@ websearch_to_tsquery('newsgraph', ${p}::text)`);
  add(filter.inLanguage?.eq, (p) => `"inLanguage" = ${p}::text`);
  add(filter.datePublished?.gte, (p) => `"datePublished" >= ${p}::timestamptz`);
  // By the index of the order.
  add(filter.datePublished?.lt, (p) => `${PUBLISHED} < ${p}::timestamptz AND "datePublished" IS NOT NULL`);
  add(filter.wordCount?.gte, (p) => `"wordCount" >= ${p}::int`);
  return { sql: parts.join(' AND '), values };
}

const names = new Map<string, string>();
function nameOf(kind: string, sql: string): string {
  const name = names.get(sql) ?? `${kind} ${names.size}`;
  names.set(sql, name);
  return name;
}

async function articles({ first, after, filter }: ListArgs) {
  const { sql, values } = conditions(filter ?? {});
  const order = filter?.search
    ? `ts_rank_cd("searchVector", websearch_to_tsquery('newsgraph', $1::text), 1)::float8 DESC, "id" DESC`
    : `${PUBLISHED} DESC, "id" DESC`;
  const all = [...values, first + 1];
  const limit = `$${all.length}::int`;
  let behind = '';
  if (after) {
    all.push(...after.split('|'));
    behind = `AND (${PUBLISHED}, "id") < ($${all.length - 1}::timestamptz, $${all.length}::uuid)`;
  }
  const text = `SELECT ${ARTICLE}, ${PUBLISHED}::text || '|' || "id" AS cursor FROM "Article" WHERE ${sql} ${behind} ORDER BY ${order} LIMIT ${limit}`;
  return { filter, ...page(await data.sql(nameOf('articles', text), text, all), first) };
}

async function totalCount({ filter }: { filter?: Filter | null }): Promise<number> {
  const { sql, values } = conditions(filter ?? {});
  const text = `SELECT count(*)::int AS count FROM "Article" WHERE ${sql}`;
  return Number((await data.sql(nameOf('count', text), text, values))[0]?.['count']);
}

async function articleFacets({ first, filter }: ListArgs) {
  const { sql, values } = conditions(filter ?? {});
  const limit = `ORDER BY 2 DESC, 1 LIMIT $${values.length + 1}::int`;
  const text = `WITH matched AS MATERIALIZED (SELECT "id", "publisherId", "articleSection" FROM "Article" WHERE ${sql})
    SELECT (SELECT coalesce(json_agg(r), '[]') FROM (SELECT "articleSection" AS "value", count(*) FROM matched
        WHERE "articleSection" IS NOT NULL GROUP BY 1 ${limit}) r) AS "sections",
      (SELECT coalesce(json_agg(r), '[]') FROM (SELECT "publisherId" AS id, count(*) FROM matched
        WHERE "publisherId" IS NOT NULL GROUP BY 1 ${limit}) r) AS "publishers",
      (SELECT coalesce(json_agg(r), '[]') FROM (SELECT l."entityId" AS id, count(*) FROM matched m
        JOIN "ArticleEntity" l ON l."articleId" = m."id" GROUP BY 1 ${limit}) r) AS "entities"`;
  return (await data.sql(nameOf('facets', text), text, [...values, first]))[0];
}

/** Of one row more than is asked for, which tells whether there is more. */
function page(found: readonly Row[], first: number) {
  const nodes = found.slice(0, first);
  return { nodes, pageInfo: { hasNextPage: found.length > first, endCursor: nodes.at(-1)?.['cursor'] ?? null } };
}

export const queries = {
  article: async (_: unknown, { id }: { id: string }) => (await data.byId('Article', [id]))[0] ?? null,
  articles: (_: unknown, args: ListArgs) => articles(args),
  articleFacets: (_: unknown, args: ListArgs) => articleFacets(args),
  entity: async (_: unknown, { id }: { id: string }) => (await data.byId('Entity', [id]))[0] ?? null,
  corpus: async () => (await data.sql('corpus', 'SELECT "revision"::text FROM "Corpus" WHERE "id" = 1', []))[0],
};

/** Fields of rows that need no batches: there is one such row. */
export const single = {
  ArticleConnection: { totalCount },
  Corpus: { articleCount: () => totalCount({}) },
  EntityMention: { anchor: (mention: Row) => mention },
};

export const DateTime = new GraphQLScalarType<unknown, string>({
  name: 'DateTime',
  serialize: (value) => (value instanceof Date ? value.toISOString() : String(value)),
});

/** A field of one row of a batch. */
export interface Asked {
  readonly obj: Row;
  readonly params: { readonly first?: number };
}

export type Batch = (asked: readonly Asked[]) => Promise<readonly unknown[]>;

/** The row that a column of each refers to; which is asked for once, however many refer to it. */
function one(table: Parameters<Data['byId']>[0], reference: string): Batch {
  return async (asked) => {
    const ids = new Set(asked.map(({ obj }) => obj[reference]).filter((id) => typeof id === 'string'));
    const found = await data.byId(table, [...ids]);
    const byId = new Map(found.map((row) => [row['id'], row]));
    return asked.map(({ obj }) => byId.get(obj[reference]) ?? null);
  };
}

/** The first rows of a list of each. All of a batch ask for as many: they come from one field of the query. */
function many(read: Data['mentions']): Batch {
  return async (asked) => {
    const first = asked[0]?.params.first ?? 20;
    const lists = await read(
      asked.map(({ obj }) => String(obj['id'])),
      first + 1,
    );
    return lists.map((found) => page(found, first));
  };
}

/** By type and field. */
export const batches: Readonly<Record<string, Readonly<Record<string, Batch>>>> = {
  Article: { publisher: one('Source', 'publisherId'), mentions: many(data.mentions), quotes: many(data.quotes) },
  EntityMention: { entity: one('Entity', 'entityId') },
  Entity: { quotes: many(data.said) },
  Quote: { speaker: one('Entity', 'speakerId'), article: one('Article', 'articleId') },
  SourceFacet: { source: one('Source', 'id') },
  EntityFacet: { entity: one('Entity', 'id') },
};
