import { z } from 'zod';
import type { Operation } from './operation.ts';

const Counted = z.object({ corpus: z.object({ revision: z.string() }), articles: z.object({ totalCount: z.int() }) });

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
      const { corpus, articles } = Counted.parse(data);
      return { corpus: { ...corpus, articleCount: articles.totalCount } };
    },
  },
  variables: () => () => ({}),
};
