import { ARTICLE_FIELDS, ARTICLE_POSTGRAPHILE, ARTICLE_SQL } from './article-fields.ts';
import type { Operation } from './operation.ts';
import { nth } from './operation.ts';

export const oneArticle: Operation = {
  key: 'b',
  title: 'one article by id, the same depth',
  text: `query OneArticle($id: ID!) { article(id: $id) { ${ARTICLE_FIELDS} } }`,
  ids: { id: 'Article' },
  sql: ({ id }) => ({
    name: 'one-article',
    text: `SELECT json_build_object('data', json_build_object('article',
      (SELECT row_to_json(r) FROM (SELECT ${ARTICLE_SQL} FROM "Article" a WHERE a."id" = $1::uuid AND a."isVisible") r)))::text AS answer`,
    values: [id],
  }),
  postgraphile: {
    text: `query OneArticle($id: UUID!) { article: articleByRowId(rowId: $id) { ${ARTICLE_POSTGRAPHILE} } }`,
  },
  variables:
    ({ articleIds }) =>
    (i) => ({ id: nth(articleIds, i) }),
};
