/**
 * Resolvers for `schema.graphql` on `pg`, for Apollo Server and Mercurius alike: fields of Query one by one, fields of rows in
 * batches, one statement for a field of all rows of a level.
 */
import { readFileSync } from 'node:fs';
import { GraphQLScalarType } from 'graphql';
import type { QueryResultRow } from 'pg';
import { Pool } from 'pg';
import { settings } from './settings.ts';

export const typeDefs = readFileSync(new URL('schema.graphql', import.meta.url), 'utf8');

const { url, poolSize } = settings();
const pool = new Pool({ connectionString: url, max: poolSize, options: '-c TimeZone=UTC -c jit=off' });

/** Prepared, under a name of its own for each text. */
async function rows<Row extends QueryResultRow>(
  name: string,
  text: string,
  values: readonly unknown[],
): Promise<Row[]> {
  return (await pool.query<Row>({ name, text, values: [...values] })).rows;
}

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

interface ArticleRow {
  readonly id: string;
  readonly publisherId: string | null;
  readonly cursor?: string;
}

const PUBLISHED = `coalesce("datePublished", timestamptz '-infinity')`;
const ARTICLE =
  '"id", "headline", "description", "url", "datePublished", "inLanguage", "articleSection", "wordCount", "publisherId"';
const ENTITY = '"id", "name", "type", "countryCode", "articleCount", "mentionCount"';

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
  return { filter, ...page(await rows<ArticleRow>(nameOf('articles', text), text, all), first) };
}

async function totalCount({ filter }: { filter?: Filter | null }): Promise<number> {
  const { sql, values } = conditions(filter ?? {});
  const text = `SELECT count(*)::int AS count FROM "Article" WHERE ${sql}`;
  return (await rows<{ count: number }>(nameOf('count', text), text, values))[0]?.count ?? 0;
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
  return (await rows(nameOf('facets', text), text, [...values, first]))[0];
}

function page<Row extends { readonly cursor?: string }>(found: readonly Row[], first: number) {
  const nodes = found.slice(0, first);
  return { nodes, pageInfo: { hasNextPage: found.length > first, endCursor: nodes.at(-1)?.cursor ?? null } };
}

export const queries = {
  article: async (_: unknown, { id }: { id: string }) =>
    (await rows('article', `SELECT ${ARTICLE} FROM "Article" WHERE "id" = $1::uuid AND "isVisible"`, [id]))[0] ?? null,
  articles: (_: unknown, args: ListArgs) => articles(args),
  articleFacets: (_: unknown, args: ListArgs) => articleFacets(args),
  entity: async (_: unknown, { id }: { id: string }) =>
    (await rows('entity', `SELECT ${ENTITY} FROM "Entity" WHERE "id" = $1::uuid AND "articleCount" > 0`, [id]))[0] ??
    null,
  corpus: async () => (await rows('corpus', 'SELECT "revision"::text FROM "Corpus" WHERE "id" = 1', []))[0],
};

/** Fields of rows that need no batches: there is one such row. */
export const single = {
  ArticleConnection: { totalCount },
  Corpus: { articleCount: () => totalCount({}) },
};

export const DateTime = new GraphQLScalarType<unknown, string>({
  name: 'DateTime',
  serialize: (value) => (value instanceof Date ? value.toISOString() : String(value)),
});

/** A field of one row of a batch. */
export interface Asked<Row> {
  readonly obj: Row;
  readonly params: { readonly first?: number };
}

type Batch<Row> = (asked: readonly Asked<Row>[]) => Promise<readonly unknown[]>;

interface Referring {
  readonly id: string;
  readonly publisherId: string | null;
  readonly entityId: string;
  readonly speakerId: string | null;
  readonly articleId: string;
}

/** The row that a column of each refers to. */
function one(name: string, columns: string, table: string, reference: keyof Referring): Batch<Referring> {
  const text = `SELECT ${columns} FROM "${table}" WHERE "id" = ANY($1::uuid[])`;
  return async (asked) => {
    const ids = new Set(asked.map(({ obj }) => obj[reference]).filter((id) => id !== null));
    const found = await rows<{ id: string }>(name, text, [[...ids]]);
    const byId = new Map(found.map((row) => [row.id, row]));
    return asked.map(({ obj }) => byId.get(obj[reference] ?? '') ?? null);
  };
}

/** The first rows of a list of each, found for all by one statement. */
function many(name: string, list: string): Batch<Referring> {
  const text = `SELECT p.place, r.* FROM unnest($1::uuid[], $2::int[]) WITH ORDINALITY AS p(id, first, place)
    CROSS JOIN LATERAL (${list} LIMIT p.first + 1) r`;
  return async (asked) => {
    const values = [asked.map(({ obj }) => obj.id), asked.map(({ params }) => params.first ?? 20)];
    const lists: QueryResultRow[][] = asked.map(() => []);
    for (const row of await rows(name, text, values)) lists[Number(row['place']) - 1]?.push(row);
    return lists.map((found, i) => page(found, asked[i]?.params.first ?? 20));
  };
}

const SOURCE = '"id", "name", "domain"';
const QUOTE = 'q."quoteType", q."content", q."speakerText", q."speakerId", q."articleId"';

/** By type and field. */
export const batches: Readonly<Record<string, Readonly<Record<string, Batch<Referring>>>>> = {
  Article: {
    publisher: one('publisher', SOURCE, 'Source', 'publisherId'),
    mentions: many(
      'mentions',
      `SELECT m."mentionType", json_build_object('start', m."start", 'end', m."end", 'exact', m."exact") AS anchor, m."entityId"
        FROM "EntityMention" m WHERE m."articleId" = p.id ORDER BY m."start", m."id"`,
    ),
    quotes: many(
      'quotes',
      `SELECT ${QUOTE} FROM "Quote" q WHERE q."articleId" = p.id AND NOT q."isRejected" ORDER BY q."start", q."id"`,
    ),
  },
  EntityMention: { entity: one('mentioned', ENTITY, 'Entity', 'entityId') },
  Entity: {
    quotes: many(
      'said',
      `SELECT ${QUOTE} FROM "Quote" q JOIN "Article" a ON a."id" = q."articleId"
        WHERE q."speakerId" = p.id AND NOT q."isRejected" AND a."isVisible"
        ORDER BY coalesce(a."datePublished", timestamptz '-infinity') DESC, a."id" DESC, q."start", q."id"`,
    ),
  },
  Quote: {
    speaker: one('speaker', ENTITY, 'Entity', 'speakerId'),
    article: one('quoted', ARTICLE, 'Article', 'articleId'),
  },
  SourceFacet: { source: one('source', SOURCE, 'Source', 'id') },
  EntityFacet: { entity: one('named', ENTITY, 'Entity', 'id') },
};
