import { ARTICLE_FIELDS, ARTICLE_POSTGRAPHILE, ARTICLE_SQL } from './article-fields.ts';
import type { Operation } from './operation.ts';
import { chance } from './operation.ts';

const FROM = Date.UTC(2015, 5);
const TO = Date.UTC(2026, 0);
const MINUTE = 60_000;

/** The newest articles as they stood at any minute of eleven years. */
export const newest: Operation = {
  key: 'a',
  title: '20 newest articles, with publisher, mentions with entities, quotes with speakers',
  text: `query Newest($until: DateTime!) {
    articles(first: 20, filter: { datePublished: { lt: $until } }) { nodes { ${ARTICLE_FIELDS} } pageInfo { hasNextPage } }
  }`,
  sql: ({ until }) => ({
    name: 'newest',
    text: `SELECT json_build_object('data', json_build_object('articles', json_build_object(
        'nodes', coalesce(json_agg(r.node ORDER BY r.place) FILTER (WHERE r.place <= 20), '[]'),
        'pageInfo', json_build_object('hasNextPage', count(*) > 20))))::text AS answer
      FROM (SELECT a.place, CASE WHEN a.place <= 20 THEN (SELECT row_to_json(n) FROM (SELECT ${ARTICLE_SQL}) n) END AS node
        FROM (SELECT *, row_number() OVER (ORDER BY coalesce("datePublished", timestamptz '-infinity') DESC, "id" DESC) AS place
          FROM "Article" WHERE "isVisible" AND coalesce("datePublished", timestamptz '-infinity') < $1::timestamptz AND "datePublished" IS NOT NULL
          ORDER BY coalesce("datePublished", timestamptz '-infinity') DESC, "id" DESC LIMIT 21) a) r`,
    values: [until],
  }),
  postgraphile: {
    text: `query Newest($until: Datetime!) {
      articles: allArticles(first: 20, orderBy: [NEWEST], condition: { isVisible: true, publishedBefore: $until }) {
        nodes { ${ARTICLE_POSTGRAPHILE} } pageInfo { hasNextPage }
      }
    }`,
  },
  variables: () => (i) => ({
    // No two alike: the minute is drawn, the milliseconds count.
    until: new Date(
      FROM + Math.floor((chance(i) * (TO - FROM)) / MINUTE) * MINUTE + 1 + (i % (MINUTE - 1)),
    ).toISOString(),
  }),
};
