/** Search across the types of the graph: one statement that ranks what fits, cuts the page, and reads what was asked of each. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { CATALOGUE } from './catalogue.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import type { Read } from './row-reader.ts';
import { rowReader, valuesOf } from './row-reader.ts';
import type { Page, PageEdge, Selection } from './selection.ts';
import type { Statement } from './statement.ts';
import { tuple } from './statement.ts';
import { inVisibleArticle } from './visible.ts';

export const SEARCHED = ['Article', 'Entity', 'Quote', 'Source'] as const;
export type Searched = (typeof SEARCHED)[number];

export interface SearchRequest {
  /** As the client typed it: words, "phrases", or, -not. */
  readonly text: string;
  /** The same as names are compared: by `normalizeName`. */
  readonly name: string;
  readonly first: number;
  readonly after: string | null;
  /** What is asked of each type that is to be searched. */
  readonly selections: ReadonlyMap<Searched, Selection>;
  readonly highlight: boolean;
}

/** An edge with `__typename` in its node; the highlight is raw: see {@link MARKS}. */
export interface SearchEdge extends PageEdge {
  readonly score: number;
  readonly highlight: string | null;
}
export type SearchPage = Omit<Page, 'edges' | 'totalCount'> & { readonly edges: readonly SearchEdge[] };

/**
 * What stands around the matching words of a highlight, and for '<', since `ts_headline` drops what looks like a tag: characters
 * of private use, taken out of the text before.
 */
export const MARKS = { start: '\uE000', end: '\uE001', less: '\uE002' } as const;

/** The best first; of equals the younger. */
const ORDER = [
  { column: 'h."score"', type: 'float8' },
  { column: 'h."id"', type: 'uuid' },
] as const;
const ORDER_BY = ORDER.map(({ column }) => `${column} DESC`).join(', ');

/** What was typed, as parameters that are taken into the statement when they are first used: one that is not has no type. */
class Asked {
  readonly #statement: Statement;
  readonly #request: SearchRequest;
  #text: string | undefined;
  #name: string | undefined;

  constructor(request: SearchRequest, statement: Statement) {
    this.#request = request;
    this.#statement = statement;
  }

  /** As a query over words. */
  get words(): string {
    this.#text ??= this.#statement.value(this.#request.text);
    return `websearch_to_tsquery('newsgraph', ${this.#text}::text)`;
  }

  get name(): string {
    this.#name ??= this.#statement.value(this.#request.name);
    return `${this.#name}::text`;
  }
}

/**
 * What fits, and how well, 0 to 1, so that one list can hold all: of texts how close together and how prominent the words stand
 * (`ts_rank_cd`, squeezed below 1); of names how much of what was typed they have, a little more for what many articles name.
 */
const HITS: Readonly<Record<Searched, (asked: Asked) => string>> = {
  Article: (asked) => `SELECT t."id", ${rank('t', asked)} AS "score" FROM "Article" t
    WHERE t."searchVector" @@ ${asked.words} AND ${CATALOGUE.Article.visible('t')}`,
  Quote: (asked) => `SELECT t."id", ${rank('t', asked)} AS "score" FROM "Quote" t
    WHERE t."searchVector" @@ ${asked.words} AND ${CATALOGUE.Quote.visible('t')}`,
  Entity: (asked) => `SELECT t."id", c."score" * (0.9 + 0.1 * t."articleCount" / (t."articleCount" + 10.0)) AS "score"
    FROM entities_called(${asked.name}) c JOIN "Entity" t ON t."id" = c."entityId"`,
  Source: (asked) => `SELECT t."id", c."score" * 0.9 AS "score"
    FROM sources_called(${asked.name}) c JOIN "Source" t ON t."id" = c."sourceId" WHERE ${CATALOGUE.Source.visible('t')}`,
};

/** By cover density; divided by the logarithm of the length and brought below 1 (flags 1 and 32). */
function rank(t: string, { words }: Asked): string {
  return `ts_rank_cd(${t}."searchVector", ${words}, 1 | 32)::float8`;
}

/** The best passage of a hit, from its row `t`, with {@link MARKS} where the database can tell what matched. */
const HIGHLIGHTS: Readonly<Record<Searched, (t: string, asked: Asked) => string>> = {
  Article: (t, asked) => `(SELECT CASE WHEN strpos(h."body", '${MARKS.start}') > 0 THEN h."body"
      ELSE ${marked(`${t}."headline"`, asked, 'HighlightAll=true')} END
    FROM (SELECT ${marked(`${t}."body"`, asked, FRAGMENT)} AS "body") h)`,
  Quote: (t, asked) => marked(`${t}."content"`, asked, FRAGMENT),
  // Of the names that articles have for it the one that fits best.
  Entity: (t, { name }) => `(SELECT c."name" FROM unnest(string_to_array(${t}."searchNames", E'\\n')) AS n("name")
    JOIN "EntityName" c ON c."entityId" = ${t}."id" AND c."normalized" = n."name" AND ${inVisibleArticle('c')}
    ORDER BY word_similarity(${name}, n."name") DESC, c."name" LIMIT 1)`,
  Source: (t) => `${t}."name"`,
};

const FRAGMENT = 'MaxFragments=1, MaxWords=40, MinWords=20';

function marked(column: string, { words }: Asked, options: string): string {
  return `ts_headline('newsgraph', translate(searchable(${column}), '<${MARKS.less}${MARKS.start}${MARKS.end}', '${MARKS.less}'), ${words},
    'StartSel=${MARKS.start}, StopSel=${MARKS.end}, ${options}')`;
}

/** The statement's single expression, read by {@link searchReader}: a hit more than asked for where there are more. */
export function searchSql(request: SearchRequest, statement: Statement): string {
  const asked = new Asked(request, statement);
  const selections = [...request.selections];
  const hits = selections.map(([type]) => `SELECT '${type}' AS "type", f.* FROM (${HITS[type](asked)}) f`);
  const place =
    request.after === null
      ? []
      : decodeCursor(request.after, signatureOf(request), ORDER).map(
          (value, i) => `${statement.value(value)}::${ORDER[i]?.type}`,
        );
  const beyond =
    place.length === 0 ? '' : `WHERE (${ORDER.map(({ column }) => column).join(', ')}) < (${place.join(', ')})`;
  const nodes = selections.map(([type, selection]) => {
    const node = statement.one({ node: type, where: (t, h) => `${t}."id" = ${h}."id"` }, selection, 'h');
    return `WHEN '${type}' THEN ${node}`;
  });
  const highlights = selections.map(
    ([type]) => `WHEN '${type}' THEN (SELECT ${HIGHLIGHTS[type]('t', asked)} FROM "${type}" t WHERE t."id" = h."id")`,
  );
  const hit = tuple([
    'h."type"',
    'h."score"',
    'h."id"',
    `CASE h."type" ${nodes.join(' ')} END`,
    request.highlight ? `CASE h."type" ${highlights.join(' ')} END` : 'NULL',
  ]);
  return `SELECT coalesce(json_agg(a.r), '[]'::json) FROM (
    SELECT ${hit} AS r
    FROM (SELECT h.* FROM (${hits.join(' UNION ALL ')}) h ${beyond}
      ORDER BY ${ORDER_BY} LIMIT ${Math.trunc(request.first) + 1}) h
    ORDER BY ${ORDER_BY}) a`;
}

const Hit = z.tuple([z.enum(SEARCHED), z.number(), z.string(), z.unknown(), z.string().nullable()]);

/** Reads what {@link searchSql} asked for. */
export function searchReader(request: SearchRequest): Read<SearchPage> {
  const signature = signatureOf(request);
  const readers = new Map([...request.selections].map(([type, asked]) => [type, rowReader(type, asked)]));
  return (answer, count) => {
    const hits = valuesOf(answer, 0);
    const edges = hits.slice(0, request.first).map((hit): SearchEdge => {
      const [type, score, id, node, highlight] = Hit.parse(hit);
      const row = readers.get(type)?.(node, count);
      if (!row) throw new Error(`the search found a ${type} that is not there`);
      return { cursor: encodeCursor(signature, [score, id]), node: { ...row, __typename: type }, score, highlight };
    });
    return {
      edges,
      pageInfo: {
        hasNextPage: hits.length > request.first,
        hasPreviousPage: request.after !== null,
        startCursor: edges[0]?.cursor ?? null,
        endCursor: edges.at(-1)?.cursor ?? null,
      },
    };
  };
}

/** What a search through nothing finds. */
export function emptySearchPage(request: SearchRequest): SearchPage {
  return searchReader(request)([], { rows: 0 });
}

/** A cursor of one search says nothing of another. */
function signatureOf({ text, selections }: SearchRequest): string {
  const what = JSON.stringify([text, [...selections.keys()].sort()]);
  return `search:${createHash('sha256').update(what).digest('base64url').slice(0, 8)}`;
}
