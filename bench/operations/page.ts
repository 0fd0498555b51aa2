import type { Operation } from './operation.ts';
import { BEHIND_PAGE_499 } from './operation.ts';

const NEWEST = `coalesce("datePublished", timestamptz '-infinity')`;

/** A page of all articles. What each request asks for anew, a number of words that every article has, leaves the list as it is. */
function page(key: string, title: string, after: string | null): Operation {
  return {
    key,
    title,
    text: `query Page($first: Int!, $after: String, $words: Int!) {
      articles(first: $first, after: $after, filter: { wordCount: { gte: $words } }) {
        nodes { id headline url datePublished wordCount publisher { id name domain } } pageInfo { hasNextPage endCursor }
      }
    }`,
    sql: (variables) => ({
      name: variables['after'] ? 'page-behind' : 'page',
      text: `SELECT json_build_object('data', json_build_object('articles', json_build_object(
          'nodes', coalesce(json_agg(r.node ORDER BY r.place) FILTER (WHERE r.place <= $1::int), '[]'),
          'pageInfo', json_build_object('hasNextPage', count(*) > $1::int, 'endCursor', max(r.cursor) FILTER (WHERE r.place = $1::int)))))::text AS answer
        FROM (SELECT a.place, a.published || '|' || a."id" AS cursor,
            json_build_object('id', a."id", 'headline', a."headline", 'url', a."url", 'datePublished', a."datePublished", 'wordCount', a."wordCount",
              'publisher', CASE WHEN s."id" IS NOT NULL THEN json_build_object('id', s."id", 'name', s."name", 'domain', s."domain") END) AS node
          FROM (SELECT *, ${NEWEST} AS published, row_number() OVER (ORDER BY ${NEWEST} DESC, "id" DESC) AS place FROM "Article" WHERE "isVisible" AND "wordCount" >= $2::int
            ${variables['after'] ? `AND (${NEWEST}, "id") < (split_part($3, '|', 1)::timestamptz, split_part($3, '|', 2)::uuid)` : ''}
            ORDER BY ${NEWEST} DESC, "id" DESC LIMIT $1::int + 1) a
          LEFT JOIN "Source" s ON s."id" = a."publisherId") r`,
      values: [variables['first'], variables['words'], ...(variables['after'] ? [variables['after']] : [])],
    }),
    postgraphile: {
      text: `query Page($first: Int!, $after: Cursor, $words: Int!) {
        articles: allArticles(first: $first, after: $after, orderBy: [NEWEST], condition: { isVisible: true, wordsAtLeast: $words }) {
          nodes { id: rowId headline url datePublished wordCount publisher: sourceByPublisherId { id: rowId name domain } }
          pageInfo { hasNextPage endCursor }
        }
      }`,
    },
    variables: () => (i) => ({ first: 20, after, words: -1 - i }),
  };
}

export const pageOne = page('e1', 'page 1 of all articles', null);
export const page500 = page('e', 'page 500 of all articles, by cursor', BEHIND_PAGE_499);
