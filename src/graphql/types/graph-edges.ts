/** Lists whose edges say how closely two nodes are tied by what the graph holds. */
import type { ArticleRow, EntityRow } from '../../storage/read/rows.ts';
import { builder } from '../builder.ts';
import type { EdgeOf } from '../connection.ts';
import { connectionType, edgeType } from '../connection.ts';
import { Article, Entity } from './refs.ts';

interface CoMentionEdgeRow extends EdgeOf<EntityRow> {
  readonly articleCount: number;
}
const CoMentionEdge = edgeType<EntityRow, CoMentionEdgeRow>('CoMention', Entity);
builder.objectFields(CoMentionEdge, (t) => ({
  articleCount: t.exposeInt('articleCount', { description: 'How many articles name both.' }),
}));
export const CoMentionConnection = connectionType(
  'CoMention',
  Entity,
  'entities named in the same articles',
  CoMentionEdge,
);

interface RelatedArticleEdgeRow extends EdgeOf<ArticleRow> {
  readonly score: number;
}
const RelatedArticleEdge = edgeType<ArticleRow, RelatedArticleEdgeRow>('RelatedArticle', Article);
builder.objectFields(RelatedArticleEdge, (t) => ({
  score: t.exposeFloat('score', {
    description:
      'How much the two are about the same, above 0 to 1: 1 if they name the same entities to the same extent. Entities that few articles name weigh more.',
  }),
}));
export const RelatedArticleConnection = connectionType(
  'RelatedArticle',
  Article,
  'articles about the same entities',
  RelatedArticleEdge,
);
