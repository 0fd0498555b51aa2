import type { ArticleRow } from '../../storage/read/rows.ts';
import { builder } from '../builder.ts';
import type { EdgeOf } from '../connection.ts';
import { connectionType, edgeType } from '../connection.ts';
import { Article } from './refs.ts';

interface ArticleCopyEdgeRow extends EdgeOf<ArticleRow> {
  readonly similarity: number;
}

const ArticleCopyEdge = edgeType<ArticleRow, ArticleCopyEdgeRow>('ArticleCopy', Article);
builder.objectFields(ArticleCopyEdge, (t) => ({
  similarity: t.exposeFloat('similarity', {
    description:
      'The share of the shorter text that the other has too, 0.5 to 1, in runs of five words; of what stands outside quotation marks where that is less. 1: the shorter is in the longer word for word. The same both ways.',
  }),
}));
export const ArticleCopyConnection = connectionType('ArticleCopy', Article, 'copies of an article', ArticleCopyEdge);
