import type { Operation } from './operation.ts';
import { chance, nth } from './operation.ts';

const FROM = Date.UTC(2015, 0);
const YEAR = 365 * 86_400_000;

export const search: Operation = {
  key: 'd',
  title: 'filtered search, with facets and totalCount',
  text: `query Search($text: String!, $since: DateTime!, $until: DateTime!) {
    articles(first: 20, filter: { search: $text, inLanguage: { eq: "en" }, datePublished: { gte: $since, lt: $until } }) {
      totalCount nodes { id headline datePublished publisher { id name } } pageInfo { hasNextPage }
    }
    articleFacets(first: 10, filter: { search: $text, inLanguage: { eq: "en" }, datePublished: { gte: $since, lt: $until } }) {
      sections { value count } publishers { count source { id name } } entities { count entity { id name type } }
    }
  }`,
  sql: ({ text, since, until }) => ({
    name: 'search',
    text: `WITH matched AS MATERIALIZED (
        SELECT a."id", a."headline", a."datePublished", a."publisherId", a."articleSection",
          ts_rank_cd(a."searchVector", websearch_to_tsquery('newsgraph', $1::text), 1)::float8 AS rank
        FROM "Article" a WHERE a."isVisible" AND a."searchVector" @@ websearch_to_tsquery('newsgraph', $1::text) AND a."inLanguage" = 'en'
          AND a."datePublished" >= $2::timestamptz AND a."datePublished" < $3::timestamptz)
      SELECT json_build_object('data', json_build_object(
        'articles', json_build_object('totalCount', (SELECT count(*) FROM matched),
          'nodes', (SELECT coalesce(json_agg(r), '[]') FROM (
            SELECT m."id", m."headline", m."datePublished",
              CASE WHEN s."id" IS NOT NULL THEN json_build_object('id', s."id", 'name', s."name") END AS "publisher"
            FROM (SELECT * FROM matched ORDER BY rank DESC, "id" DESC LIMIT 20) m LEFT JOIN "Source" s ON s."id" = m."publisherId"
            ORDER BY m.rank DESC, m."id" DESC) r),
          'pageInfo', json_build_object('hasNextPage', (SELECT count(*) > 20 FROM matched))),
        'articleFacets', json_build_object(
          'sections', (SELECT coalesce(json_agg(r), '[]') FROM (
            SELECT "articleSection" AS "value", count(*) FROM matched WHERE "articleSection" IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10) r),
          'publishers', (SELECT coalesce(json_agg(json_build_object('count', c.count, 'source', json_build_object('id', s."id", 'name', s."name"))
              ORDER BY c.count DESC, c.id), '[]')
            FROM (SELECT "publisherId" AS id, count(*) FROM matched WHERE "publisherId" IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10) c
            JOIN "Source" s ON s."id" = c.id),
          'entities', (SELECT coalesce(json_agg(json_build_object('count', c.count, 'entity', json_build_object('id', e."id", 'name', e."name", 'type', e."type"))
              ORDER BY c.count DESC, c.id), '[]')
            FROM (SELECT l."entityId" AS id, count(*) FROM matched m JOIN "ArticleEntity" l ON l."articleId" = m."id" GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10) c
            JOIN "Entity" e ON e."id" = c.id))))::text AS answer`,
    values: [text, since, until],
  }),
  postgraphile: {
    text: `query Search($text: String!, $since: Datetime!, $until: Datetime!) {
      articles: benchPostgraphileSearchArticles(first: 20, words: $text, language: "en", since: $since, until: $until) {
        totalCount nodes { id: rowId headline datePublished publisher: sourceByPublisherId { id: rowId name } } pageInfo { hasNextPage }
      }
      articleFacets: benchPostgraphileArticleFacets(words: $text, language: "en", since: $since, until: $until)
    }`,
  },
  variables:
    ({ words }) =>
    (i) => {
      const since = FROM + Math.floor(chance(3 * i) * 9 * 365) * 86_400_000 + i;
      const word = (draw: number) => nth(words, Math.floor(chance(3 * i + draw) * words.length));
      return {
        text: i % 2 === 0 ? word(1) : `${word(1)} ${word(2)}`,
        since: new Date(since).toISOString(),
        until: new Date(since + 3 * YEAR).toISOString(),
      };
    },
};
