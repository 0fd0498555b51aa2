import type { Json, Operation } from './operation.ts';

/** Always the same, as a dashboard asks it. */
export const health: Operation = {
  key: 'f',
  title: 'the small query of a health dashboard',
  text: 'query Health { corpus { revision articleCount } }',
  sql: () => ({
    name: 'health',
    text: `SELECT json_build_object('data', json_build_object('corpus', json_build_object('revision', c."revision"::text,
      'articleCount', (SELECT count(*) FROM "Article" WHERE "isVisible"))))::text AS answer FROM "Corpus" c WHERE c."id" = 1`,
    values: [],
  }),
  postgraphile: {
    text: 'query Health { corpus: corpusByRowId(rowId: 1) { revision } articles: allArticles(condition: { isVisible: true }) { totalCount } }',
    data: (data) => {
      const { corpus, articles } = data as Readonly<Record<string, Readonly<Record<string, Json>>>>;
      return { corpus: { revision: corpus?.['revision'] ?? null, articleCount: articles?.['totalCount'] ?? null } };
    },
  },
  variables: () => () => ({}),
};
