import { ClientError } from '../../domain/client-error.ts';
import { normalizeName } from '../../domain/name.ts';
import type { EntityMentionRow, EntityRow } from '../../storage/read/rows.ts';
import { builder } from '../builder.ts';
import { onlyCandidate } from '../candidates.ts';
import { parseGlobalId, toGlobalId } from '../global-id.ts';
import { loadOne, loadPage } from '../load.ts';
import { filteredArgs, orderedArgs, pageArgs } from '../page-args.ts';
import { fromSlot } from '../selection.ts';
import { LinkedArticleConnection } from './entity-link.ts';
import { EntityType, MentionType } from './enums.ts';
import { ArticleFilter, ArticleOrder, EntityFilter, EntityOrder, QuoteFilter } from './filters.ts';
import { CoMentionConnection } from './graph-edges.ts';
import {
  Article,
  ArticleConnection,
  Correction,
  Entity,
  EntityConnection,
  EntityMention,
  EntityMentionConnection,
  QuoteConnection,
} from './refs.ts';
import { TextAnchor } from './text-anchor.ts';
import { Timeline, timelineArgs } from './timeline.ts';

const GeoPoint = builder.objectRef<{ latitude: number; longitude: number }>('GeoPoint').implement({
  description: 'A point on the earth, WGS 84.',
  fields: (t) => ({
    latitude: t.exposeFloat('latitude', { description: 'Degrees north of the equator, -90 to 90.' }),
    longitude: t.exposeFloat('longitude', { description: 'Degrees east of Greenwich, -180 to 180.' }),
  }),
});

builder.objectType(Entity, {
  interfaces: [builder.nodeInterfaceRef()],
  description: 'A person, organisation, place or other thing that articles name, the same across articles.',
  fields: (t) => ({
    id: t.id({
      description: 'Opaque, unique across all types; never changes.',
      resolve: ({ id }) => toGlobalId('Entity', id),
    }),
    name: t.exposeString('name', {
      description:
        'Its canonical name: one of the full names that articles have for it, the same whichever came first.',
    }),
    type: t.expose('type', { type: EntityType, description: 'What kind of thing it is.' }),
    aliases: t.exposeStringList('aliases', {
      description: 'Other names that articles use for it, in alphabetical order.',
    }),
    countryCode: t.exposeString('countryCode', {
      nullable: true,
      description:
        'ISO 3166-1 alpha-2, for a place that lies in one country, for a country, and for a body of one. Null otherwise.',
    }),
    location: t.field({
      type: GeoPoint,
      nullable: true,
      description: 'Where a place lies. Null for what is no place, or no place that is known.',
      extensions: { reads: ['latitude', 'longitude'] },
      resolve: ({ latitude, longitude }) => (latitude === null || longitude === null ? null : { latitude, longitude }),
    }),
    sameAs: t.field({
      type: ['URL'],
      description:
        'Addresses that stand for the same thing elsewhere, such as its Wikidata item; empty when none is known.',
      resolve: ({ sameAs }) => sameAs,
    }),
    mergedIds: t.idList({
      description:
        'The ids of the entities that people merged into it, in alphabetical order: each of them stands for it. Empty when there are none.',
      resolve: ({ mergedIds }) => mergedIds.map((id) => toGlobalId('Entity', id)),
    }),
    corrections: t.field({
      type: [Correction],
      description: 'What people said of it against the machine, the last first, what was taken back included.',
      resolve: fromSlot,
    }),
    articleCount: t.exposeInt('articleCount', { description: 'How many articles mention it.' }),
    mentionCount: t.exposeInt('mentionCount', { description: 'How many times articles mention it.' }),
    articles: t.field({
      type: ArticleConnection,
      args: orderedArgs(ArticleFilter, ArticleOrder),
      description:
        'The articles that mention it: newest first, undated last, unless told otherwise; with filter.search the most relevant first.',
      resolve: fromSlot,
    }),
    links: t.field({
      type: LinkedArticleConnection,
      args: filteredArgs(ArticleFilter),
      description:
        'The same articles in the same order, each with the ground on which it is linked to the entity: why they were taken for one.',
      resolve: fromSlot,
    }),
    mentions: t.field({
      type: EntityMentionConnection,
      args: pageArgs(),
      description: 'Where articles mention it: the newest article first, within it in reading order.',
      resolve: fromSlot,
    }),
    quotes: t.field({
      type: QuoteConnection,
      args: filteredArgs(QuoteFilter),
      description: 'What it said: the newest article first, within it in reading order.',
      resolve: fromSlot,
    }),
    quotesAbout: t.field({
      type: QuoteConnection,
      args: filteredArgs(QuoteFilter),
      description:
        'What others, named or not, said that mentions it, by whatever words: the newest article first, within it in reading order.',
      resolve: fromSlot,
    }),
    coMentions: t.field({
      type: CoMentionConnection,
      args: filteredArgs(EntityFilter),
      description:
        'Other entities named in the same articles: most shared articles first, equal ones by id. The filter is about the other entity.',
      resolve: fromSlot,
    }),
    timeline: t.field({
      type: Timeline,
      args: timelineArgs(),
      description: 'How many of the articles that mention it were published when.',
      resolve: fromSlot,
    }),
  }),
});

builder.objectType(EntityMention, {
  interfaces: [builder.nodeInterfaceRef()],
  description: 'One place where an article mentions an entity.',
  fields: (t) => ({
    id: t.id({
      description: 'Opaque, unique across all types; stays while the words stay in the text.',
      resolve: ({ id }) => toGlobalId('EntityMention', id),
    }),
    entity: t.field({ type: Entity, description: 'What is mentioned.', resolve: fromSlot }),
    article: t.field({ type: Article, description: 'Where it is mentioned.', resolve: fromSlot }),
    anchor: t.field({
      type: TextAnchor,
      description: 'The words that mention it, without title and possessive.',
      extensions: { inline: true },
      resolve: (mention: EntityMentionRow) => mention,
    }),
    mentionType: t.expose('mentionType', { type: MentionType, description: 'By what kind of words.' }),
  }),
});

builder.queryFields((t) => ({
  entity: t.field({
    type: Entity,
    nullable: true,
    description: 'One entity, by exactly one of id and name. Null when there is none, or none that may be seen.',
    args: {
      id: t.arg.id({ description: 'Its id; that of an entity that was merged stands for the survivor.' }),
      name: t.arg.string({
        description:
          'Its canonical name or an alias, case and accents ignored. If several fit, the error AMBIGUOUS lists their ids.',
      }),
      type: t.arg({ type: EntityType, description: 'Narrows a name; says nothing beside an id.' }),
    },
    resolve: async (_root, { id, name, type }, context, info) => {
      if ((id == null) === (name == null)) throw new ClientError('BAD_USER_INPUT', 'Give exactly one of id and name.');
      const rowId =
        name == null
          ? parseGlobalId(String(id), 'Entity').id
          : onlyCandidate('Entity', name, await context.reader.entitiesNamed(normalizeName(name), type ?? null));
      return rowId === null ? null : loadOne<EntityRow>('Entity', { column: 'id', values: [rowId] }, context, info);
    },
  }),
  entities: t.field({
    type: EntityConnection,
    args: orderedArgs(EntityFilter, EntityOrder),
    description: 'All entities that fit: those that most articles mention first, unless told otherwise.',
    resolve: (_root, args, context, info) => loadPage<EntityRow>('entities', args, context, info),
  }),
}));
