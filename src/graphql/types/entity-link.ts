import type { CorrectionAction } from '../../domain/correction.ts';
import type { ArticleRow, EntityRow, LinkRow } from '../../storage/read/rows.ts';
import { builder } from '../builder.ts';
import type { EdgeOf } from '../connection.ts';
import { connectionType, edgeType } from '../connection.ts';
import type { ShownLinkRule } from './enums.ts';
import { LinkRule } from './enums.ts';
import { Article, Correction, Entity } from './refs.ts';
import { TextAnchor } from './text-anchor.ts';

const RULE_OF_CORRECTION: Readonly<Partial<Record<CorrectionAction, ShownLinkRule>>> = {
  UNLINK: 'UNLINKED',
  MERGE_ENTITIES: 'MERGED',
  SPLIT_ENTITY: 'SPLIT',
};
const DEED_OF_CORRECTION: Readonly<Partial<Record<CorrectionAction, string>>> = {
  UNLINK: 'Taken apart',
  MERGE_ENTITIES: 'Merged',
  SPLIT_ENTITY: 'Split off',
};

const EntityLink = builder.objectRef<LinkRow>('EntityLink').implement({
  description: 'On what ground something that an article names is taken for an entity.',
  fields: (t) => ({
    rule: t.field({
      type: LinkRule,
      description: 'The rule that decided.',
      resolve: ({ rule, correction }) => (correction ? RULE_OF_CORRECTION[correction.action] : rule) ?? rule,
    }),
    reason: t.string({
      description: 'What was compared, and what made it sure or doubtful: a sentence for people.',
      resolve: ({ reason, correction }) =>
        correction ? `${DEED_OF_CORRECTION[correction.action]} by ${correction.by}: ${correction.reason}` : reason,
    }),
    name: t.exposeString('name', { description: 'The fullest name that the article has for it.' }),
    key: t.exposeString('key', {
      description:
        'What was compared: type, normalised name, and what the text adds where the name is not enough. Articles whose keys are equal are linked, unless the rule keeps them apart.',
    }),
    anchor: t.field({
      type: TextAnchor,
      nullable: true,
      description:
        'The words of the article that gave the country, the title or the field. Null where the name alone decided.',
      resolve: ({ anchor }) => anchor,
    }),
    correction: t.field({
      type: Correction,
      nullable: true,
      description: 'The correction that decided. Null where the machine did.',
      resolve: ({ correction }) => correction,
    }),
  }),
});

interface LinkEdgeFacts {
  readonly mentionCount: number;
  readonly salience: number;
  readonly link: LinkRow;
}

interface ArticleEntityEdgeRow extends EdgeOf<EntityRow>, LinkEdgeFacts {}
const ArticleEntityEdge = edgeType<EntityRow, ArticleEntityEdgeRow>('ArticleEntity', Entity);
builder.objectFields(ArticleEntityEdge, (t) => ({
  mentionCount: t.exposeInt('mentionCount', { description: 'How many times the article mentions the entity.' }),
  salience: t.exposeFloat('salience', { description: 'How central the entity is to the article, 0 to 1.' }),
  link: t.field({
    type: EntityLink,
    description: 'On what ground what the article names is this entity.',
    resolve: ({ link }) => link,
  }),
}));
export const ArticleEntityConnection = connectionType(
  'ArticleEntity',
  Entity,
  'entities of an article',
  ArticleEntityEdge,
);

interface LinkedArticleEdgeRow extends EdgeOf<ArticleRow>, LinkEdgeFacts {}
const LinkedArticleEdge = edgeType<ArticleRow, LinkedArticleEdgeRow>('LinkedArticle', Article);
builder.objectFields(LinkedArticleEdge, (t) => ({
  mentionCount: t.exposeInt('mentionCount', { description: 'How many times the article mentions the entity.' }),
  salience: t.exposeFloat('salience', { description: 'How central the entity is to the article, 0 to 1.' }),
  link: t.field({
    type: EntityLink,
    description: 'On what ground the article is linked to the entity.',
    resolve: ({ link }) => link,
  }),
}));
export const LinkedArticleConnection = connectionType(
  'LinkedArticle',
  Article,
  'articles linked to an entity',
  LinkedArticleEdge,
);
