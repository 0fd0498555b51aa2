import type { CATALOGUE } from './catalogue.ts';
import { ROOT_LISTS } from './catalogue.ts';
import { isEverything } from './condition.ts';
import { narrowed } from './narrowed.ts';
import type { Read } from './row-reader.ts';
import { rowsReader, valuesOf } from './row-reader.ts';
import type { FacetSelection, FacetsSelection, Row } from './selection.ts';
import type { ReckonedPage, Statement } from './statement.ts';
import { tuple } from './statement.ts';
import { quoteStands } from './visible.ts';

export const COUNT_BY = ['ARTICLE', 'COPY_GROUP'] as const;
export type CountBy = (typeof COUNT_BY)[number];

interface Facet {
  readonly node: keyof typeof CATALOGUE & `${string}Facet`;
  /** What an article `m` has that is counted: a join, and the key by which. A null is nothing. */
  readonly join: string;
  readonly key: string;
  /** Whether an article has each key once at most, so that rows can be counted for articles. */
  readonly once: boolean;
  /** Where the database keeps the counts of all visible articles: a table `e` of them, and its column. */
  readonly kept?: { readonly from: string; readonly count: string };
}

export const FACETS = {
  entities: {
    node: 'EntityFacet',
    join: 'JOIN "ArticleEntity" l ON l."articleId" = m."id"',
    key: 'l."entityId"',
    once: true,
    kept: { from: '"Entity" e', count: 'e."articleCount"' },
  },
  speakers: {
    node: 'EntityFacet',
    join: `JOIN "Quote" q ON q."articleId" = m."id" AND ${quoteStands('q')}`,
    key: 'q."speakerId"',
    once: false,
  },
  publishers: { node: 'SourceFacet', join: '', key: 'm."publisherId"', once: true },
  citedSources: {
    node: 'SourceFacet',
    join: 'JOIN "Citation" c ON c."articleId" = m."id"',
    key: 'c."sourceId"',
    once: false,
  },
  sections: { node: 'ValueFacet', join: '', key: 'm."articleSection"', once: true },
  languages: { node: 'ValueFacet', join: '', key: 'm."inLanguage"', once: true },
} as const satisfies Record<string, Facet>;
export type FacetName = keyof typeof FACETS;

/**
 * A subselect that gives what a filtered set of articles is about: a list for each facet asked for, read by {@link facetsReader}.
 * The set is found once for all of them.
 */
export function facetsSql(facets: FacetsSelection, statement: Statement): string {
  const t = statement.alias();
  const matched = narrowed(ROOT_LISTS.articles, facets.condition, t, '', statement);
  const columns = [`${t}."id"`, ...countedColumns(facets, t)];
  return `(WITH matched AS MATERIALIZED (SELECT ${columns.join(', ')} FROM ${matched}) SELECT ${facetLists(facets, 'matched', statement)})`;
}

/**
 * The same, and a page of the same articles by relevance.
 * @returns an array of the page and the facets
 */
export function pageAndFacetsSql(page: ReckonedPage, facets: FacetsSelection, statement: Statement): string {
  return statement.pageAnd(
    ROOT_LISTS.articles,
    'articles',
    page,
    (t) => countedColumns(facets, t),
    (matched) => facetLists(facets, matched, statement),
  );
}

/** What of an article `t` is counted, besides its id. */
function countedColumns({ countBy }: FacetsSelection, t: string): string[] {
  const unit = countBy === 'COPY_GROUP' ? `coalesce(${t}."copyGroupId", ${t}."id")` : `${t}."id"`;
  return [...['publisherId', 'articleSection', 'inLanguage'].map((name) => `${t}."${name}"`), `${unit} AS "unit"`];
}

/** @param matched a table of the articles, with the columns above */
function facetLists({ condition, countBy, first, facets }: FacetsSelection, matched: string, statement: Statement) {
  const limit = `${statement.value(first)}::int`;
  const counting = { countBy, everything: isEverything(condition), matched };
  return tuple([...facets.values()].map((facet) => facetSql(facet, counting, limit, statement)));
}

/** Reads what {@link facetsSql} asked for: under each slot the rows of its facet. */
export function facetsReader({ facets }: FacetsSelection): Read<Row> {
  const readers = [...facets].map(
    ([slot, { facet, selection }]) => [slot, rowsReader(FACETS[facet].node, selection)] as const,
  );
  return (answer, count) => {
    const values = valuesOf(answer, readers.length);
    return Object.fromEntries(readers.map(([slot, read], i) => [slot, read(values[i], count)]));
  };
}

/** @param everything whether all visible articles are counted */
function facetSql(
  { facet, entityType, selection }: FacetSelection,
  { countBy, everything, matched }: { countBy: CountBy; everything: boolean; matched: string },
  limit: string,
  statement: Statement,
): string {
  const { node, join, key, once, kept }: Facet = FACETS[facet];
  const ofType = entityType === null ? '' : ` AND e."type" = ${statement.value(entityType)}::"EntityType"`;
  const joinType = entityType === null ? '' : `JOIN "Entity" e ON e."id" = ${key}${ofType}`;
  const count = once && countBy === 'ARTICLE' ? 'count(*)' : 'count(DISTINCT m."unit")';
  const counted =
    kept && everything && countBy === 'ARTICLE'
      ? `SELECT e."id", ${kept.count} AS "count" FROM ${kept.from} WHERE ${kept.count} > 0${ofType}`
      : `SELECT ${key} AS "id", ${count}::int AS "count" FROM ${matched} m ${join} ${joinType} WHERE ${key} IS NOT NULL GROUP BY 1`;
  return statement.rows(
    node,
    selection,
    (r) => `(${counted} ORDER BY 2 DESC, 1 LIMIT ${limit}) ${r}`,
    (r) => `${r}."count" DESC, ${r}."id"`,
  );
}
