import { ClientError } from '../../domain/client-error.ts';
import type { FacetRow } from '../../storage/read/rows.ts';
import type { Row } from '../../storage/read/selection.ts';
import { builder } from '../builder.ts';
import { conditionOf } from '../filter.ts';
import { facetSelectionsOf, fromSlot } from '../selection.ts';
import { CountBy, EntityType } from './enums.ts';
import { ArticleFilter } from './filters.ts';
import { Entity, Source } from './refs.ts';

const DEFAULT_FIRST = 10;
const MAX_FIRST = 100;

const COUNT = 'How many articles, or texts where copies count once.';

const EntityFacet = builder.objectRef<FacetRow>('EntityFacet').implement({
  description: 'An entity, and how many of the articles it is counted in.',
  fields: (t) => ({
    entity: t.field({ type: Entity, description: 'The entity.', resolve: fromSlot }),
    count: t.exposeInt('count', { description: COUNT }),
  }),
});

const SourceFacet = builder.objectRef<FacetRow>('SourceFacet').implement({
  description: 'A source, and how many of the articles it is counted in.',
  fields: (t) => ({
    source: t.field({ type: Source, description: 'The source.', resolve: fromSlot }),
    count: t.exposeInt('count', { description: COUNT }),
  }),
});

const ValueFacet = builder.objectRef<FacetRow & { id: string }>('ValueFacet').implement({
  description: 'A value, and how many of the articles have it.',
  fields: (t) => ({
    value: t.string({ description: 'The value.', extensions: { reads: ['id'] }, resolve: ({ id }) => id }),
    count: t.exposeInt('count', { description: COUNT }),
  }),
});

const ArticleFacets = builder.objectRef<Row>('ArticleFacets').implement({
  description:
    'What a set of articles is about, each facet with the largest count first, equal ones by id or value. Only facets that are asked for are counted.',
  fields: (t) => ({
    entities: t.field({
      type: [EntityFacet],
      args: { type: t.arg({ type: EntityType, description: 'Only entities of this type; null or left out: all.' }) },
      description: 'Whom and what the articles name.',
      resolve: fromSlot,
    }),
    speakers: t.field({
      type: [EntityFacet],
      description: 'Whom the articles quote; quotes whose speaker nobody can name count for nobody.',
      resolve: fromSlot,
    }),
    publishers: t.field({ type: [SourceFacet], description: 'Who published the articles.', resolve: fromSlot }),
    citedSources: t.field({
      type: [SourceFacet],
      description: 'On whose word the articles rest, by name; unnamed sources count for nobody.',
      resolve: fromSlot,
    }),
    sections: t.field({
      type: [ValueFacet],
      description: 'The sections that the articles appeared in; those without one are left out.',
      resolve: fromSlot,
    }),
    languages: t.field({
      type: [ValueFacet],
      description: 'The languages of the articles, BCP 47; "und" where it is not known.',
      resolve: fromSlot,
    }),
  }),
});

builder.queryField('articleFacets', (t) =>
  t.field({
    type: ArticleFacets,
    args: {
      filter: t.arg({ type: ArticleFilter, description: 'Which articles; null or left out: all.' }),
      countBy: t.arg({ type: CountBy, defaultValue: 'ARTICLE', description: 'What counts as one.' }),
      first: t.arg.int({
        defaultValue: DEFAULT_FIRST,
        description: `How many of each facet, 1 to ${MAX_FIRST}; ${DEFAULT_FIRST} unless told.`,
      }),
    },
    description: 'What a filtered set of articles is about, for the counts beside a result list. Exact.',
    resolve: (_root, { filter, countBy, first: asked }, context, info) => {
      const first = asked ?? DEFAULT_FIRST;
      if (first < 1 || first > MAX_FIRST) {
        throw new ClientError('BAD_USER_INPUT', `first is ${first}, and must be from 1 to ${MAX_FIRST}.`);
      }
      return context.reader.facets({
        condition: conditionOf('Article', filter),
        countBy: countBy ?? 'ARTICLE',
        first,
        facets: facetSelectionsOf(info, context, first),
      });
    },
  }),
);
