import type { Operation } from './operation.ts';
import { nth } from './operation.ts';

export const entity: Operation = {
  key: 'c',
  title: 'an entity with its quotes, their articles and publishers',
  text: `query Speaker($id: ID!, $first: Int!) {
    entity(id: $id) {
      id name type countryCode articleCount mentionCount
      quotes(first: $first) {
        nodes { quoteType content speakerText article { id headline url datePublished publisher { id name domain } } }
        pageInfo { hasNextPage }
      }
    }
  }`,
  ids: { id: 'Entity' },
  sql: ({ id, first }) => ({
    name: 'entity',
    text: `SELECT json_build_object('data', json_build_object('entity', (SELECT row_to_json(r) FROM (
        SELECT e."id", e."name", e."type", e."countryCode", e."articleCount", e."mentionCount",
          (SELECT json_build_object('nodes', coalesce(json_agg(q.node ORDER BY q.place) FILTER (WHERE q.place <= $2::int), '[]'),
              'pageInfo', json_build_object('hasNextPage', count(*) > $2::int))
            FROM (SELECT l.place, json_build_object('quoteType', l."quoteType", 'content', l."content", 'speakerText', l."speakerText",
                'article', json_build_object('id', l."articleId", 'headline', l."headline", 'url', l."url", 'datePublished', l."datePublished",
                  'publisher', CASE WHEN s."id" IS NOT NULL THEN json_build_object('id', s."id", 'name', s."name", 'domain', s."domain") END)) AS node
              FROM (SELECT q."quoteType", q."content", q."speakerText", q."articleId", a."headline", a."url", a."datePublished", a."publisherId",
                  row_number() OVER (ORDER BY coalesce(q."articleDate", timestamptz '-infinity') DESC, q."articleId" DESC, q."start", q."id") AS place
                FROM "Quote" q JOIN "Article" a ON a."id" = q."articleId"
                WHERE q."speakerId" = e."id" AND NOT q."isRejected" AND a."isVisible"
                ORDER BY coalesce(q."articleDate", timestamptz '-infinity') DESC, q."articleId" DESC, q."start", q."id" LIMIT $2::int + 1) l
              LEFT JOIN "Source" s ON s."id" = l."publisherId") q) AS "quotes"
        FROM "Entity" e WHERE e."id" = $1::uuid AND e."articleCount" > 0) r)))::text AS answer`,
    values: [id, first],
  }),
  postgraphile: {
    text: `query Speaker($id: UUID!, $first: Int!) {
      entity: entityByRowId(rowId: $id) {
        id: rowId name type countryCode articleCount mentionCount
        quotes: quotesBySpeakerId(first: $first, orderBy: [NEWEST, START_ASC, ROW_ID_ASC], condition: { isRejected: false }) {
          nodes {
            quoteType content speakerText
            article: articleByArticleId { id: rowId headline url datePublished publisher: sourceByPublisherId { id: rowId name domain } }
          }
          pageInfo { hasNextPage }
        }
      }
    }`,
  },
  variables:
    ({ speakers }) =>
    (i) => ({ ...nth(speakers, i) }),
};
