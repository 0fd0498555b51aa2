import type { GraphQLResolveInfo } from 'graphql';
import type { Corrected } from '../../storage/correction-store.ts';
import type { CorrectionRow } from '../../storage/read/rows.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { callerName } from '../context.ts';
import { parseGlobalId, toGlobalId } from '../global-id.ts';
import { loadOne, loadRevision } from '../load.ts';
import { EntityType } from './enums.ts';
import { loadNodes } from './node.ts';
import { Correction } from './refs.ts';

builder.objectType(Correction, {
  interfaces: [builder.nodeInterfaceRef()],
  description:
    'A person’s word against the machine’s: kept beside the machine’s answer, it wins, and stays in force when articles are read again, until it is taken back.',
  fields: (t) => ({
    id: t.id({
      description: 'Opaque, unique across all types; never changes.',
      resolve: ({ id }) => toGlobalId('Correction', id),
    }),
    action: t.exposeString('action', {
      description:
        'What was said: MERGE_ENTITIES, SPLIT_ENTITY, SET_ENTITY_TYPE, SET_QUOTE_SPEAKER, REJECT_QUOTE, or UNLINK (what an article names is not the entity).',
    }),
    by: t.exposeString('by', { description: 'Who said it: the name of the key, or of whoever ran the command.' }),
    at: t.expose('at', { type: 'DateTime', description: 'When it was said.' }),
    reason: t.exposeString('reason', { description: 'Why, in that person’s words.' }),
    revertedAt: t.expose('revertedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was taken back. Null while it is in force.',
    }),
    nodeId: t.id({
      nullable: true,
      description: 'The id of the entity or quote that it is about. Null when that entity is gone for good.',
      extensions: { reads: ['entityId', 'quoteId'] },
      resolve: ({ entityId, quoteId }) => {
        if (quoteId !== null) return toGlobalId('Quote', quoteId);
        return entityId === null ? null : toGlobalId('Entity', entityId);
      },
    }),
    otherId: t.id({
      nullable: true,
      description:
        'The id of the other entity in it: of a merge the survivor, of a split the one that was made, of a speaker the speaker. Null where there is none, and when it is gone for good.',
      extensions: { reads: ['otherEntityId'] },
      resolve: ({ otherEntityId }) => (otherEntityId === null ? null : toGlobalId('Entity', otherEntityId)),
    }),
  }),
});

const CorrectionPayload = builder.objectRef<Corrected>('CorrectionPayload').implement({
  description: 'A correction that was made or taken back.',
  fields: (t) => ({
    correction: t.field({
      type: Correction,
      description: 'The correction as it is kept.',
      resolve: async ({ correctionId }, _args, context, info) => {
        const lookup = { column: 'id', values: [correctionId] } as const;
        const row = await loadOne<CorrectionRow>('Correction', lookup, context, info);
        if (!row) throw new Error(`the correction ${correctionId} was written and is not there`);
        return row;
      },
    }),
    node: t.field({
      type: builder.nodeInterfaceRef(),
      nullable: true,
      description:
        'What it corrected, as it now stands: of a merge the survivor, of a split the entity that was split (the new one is correction.otherId). Null for a rejected quote, and for what no article that readers see has any more.',
      resolve: async ({ node }, _args, context: Context, info: GraphQLResolveInfo) =>
        node && ((await loadNodes([toGlobalId(node.type, node.id)], context, info))[0] ?? null),
    }),
    revision: t.string({
      description: 'The revision of the corpus afterwards, as `corpus { revision }` gives it.',
      resolve: (_corrected, _args, context) => loadRevision(context),
    }),
  }),
});

const why = { required: true, description: 'Why, for people who read it later; at most 2,000 characters.' } as const;

const MergeEntitiesInput = builder.inputType('MergeEntitiesInput', {
  description: 'Two entities that are one.',
  fields: (t) => ({
    from: t.id({
      required: true,
      description: 'The id of the entity that goes. It keeps its id, which stands for the survivor from then on.',
    }),
    into: t.id({ required: true, description: 'The id of the entity that survives, under its name.' }),
    reason: t.string(why),
  }),
});

const SplitEntityInput = builder.inputType('SplitEntityInput', {
  description: 'An entity in which two things were taken for one.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'The id of the entity.' }),
    mentionIds: t.idList({
      required: true,
      description:
        'The ids of the mentions that go to the new entity: one at least, of any articles, and not all that the entity has.',
    }),
    name: t.string({ required: true, description: 'The name of the new entity, at most 300 characters.' }),
    reason: t.string(why),
  }),
});

const SetEntityTypeInput = builder.inputType('SetEntityTypeInput', {
  description: 'What kind of thing an entity is.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'The id of the entity.' }),
    type: t.field({ type: EntityType, required: true, description: 'What it is.' }),
    reason: t.string(why),
  }),
});

const SetQuoteSpeakerInput = builder.inputType('SetQuoteSpeakerInput', {
  description: 'Who said something.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'The id of the quote.' }),
    speakerId: t.id({
      description:
        'The id of the entity that said it, whether the article names it or not. Null, or left out: nobody can be named.',
    }),
    reason: t.string(why),
  }),
});

const RejectQuoteInput = builder.inputType('RejectQuoteInput', {
  description: 'What was taken for a quote and is none.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'The id of the quote.' }),
    reason: t.string(why),
  }),
});

const RevertCorrectionInput = builder.inputType('RevertCorrectionInput', {
  description: 'A correction to take back.',
  fields: (t) => ({ id: t.id({ required: true, description: 'The id of the correction.' }) }),
});

const entityRow = (id: string | number): string => parseGlobalId(String(id), 'Entity').id;
const quoteRow = (id: string | number): string => parseGlobalId(String(id), 'Quote').id;

const MISTAKES = 'Scope admin. BAD_USER_INPUT for what is not there, is so already, or contradicts another correction.';

builder.mutationFields((t) => ({
  mergeEntities: t.field({
    type: CorrectionPayload,
    description: `Says that two entities are one. All that articles have of the one goes to the other, with the source that stands for it; documents that come later find the survivor, too. ${MISTAKES}`,
    authScopes: { admin: true },
    args: { input: t.arg({ type: MergeEntitiesInput, required: true, description: 'The two.' }) },
    resolve: (_root, { input: { from, into, reason } }, context) =>
      context.corrections.mergeEntities({
        from: entityRow(from),
        into: entityRow(into),
        reason,
        by: callerName(context),
      }),
  }),
  splitEntity: t.field({
    type: CorrectionPayload,
    description: `Says that some mentions of an entity mean another one, which is made, of the same type. Quotes and citations go with the mentions that stand for their speakers and sources. When an article is read again, mentions that are still there stay where they were given; new ones are the machine’s. ${MISTAKES}`,
    authScopes: { admin: true },
    args: { input: t.arg({ type: SplitEntityInput, required: true, description: 'The entity, and what goes.' }) },
    resolve: (_root, { input: { id, mentionIds, name, reason } }, context) =>
      context.corrections.splitEntity({
        entityId: entityRow(id),
        mentionIds: mentionIds.map((each) => parseGlobalId(String(each), 'EntityMention').id),
        name,
        reason,
        by: callerName(context),
      }),
  }),
  setEntityType: t.field({
    type: CorrectionPayload,
    description: `Says what kind of thing an entity is. ${MISTAKES}`,
    authScopes: { admin: true },
    args: { input: t.arg({ type: SetEntityTypeInput, required: true, description: 'The entity and its type.' }) },
    resolve: (_root, { input: { id, type, reason } }, context) =>
      context.corrections.setEntityType({ entityId: entityRow(id), type, reason, by: callerName(context) }),
  }),
  setQuoteSpeaker: t.field({
    type: CorrectionPayload,
    description: `Says who said something, or that nobody can be named. ${MISTAKES}`,
    authScopes: { admin: true },
    args: { input: t.arg({ type: SetQuoteSpeakerInput, required: true, description: 'The quote and its speaker.' }) },
    resolve: (_root, { input: { id, speakerId, reason } }, context) =>
      context.corrections.setQuoteSpeaker({
        quoteId: quoteRow(id),
        speakerId: speakerId == null ? null : entityRow(speakerId),
        reason,
        by: callerName(context),
      }),
  }),
  rejectQuote: t.field({
    type: CorrectionPayload,
    description: `Says that what was taken for a quote is none: readers do not see it any more, and it counts nowhere. ${MISTAKES}`,
    authScopes: { admin: true },
    args: { input: t.arg({ type: RejectQuoteInput, required: true, description: 'The quote.' }) },
    resolve: (_root, { input: { id, reason } }, context) =>
      context.corrections.rejectQuote({ quoteId: quoteRow(id), reason, by: callerName(context) }),
  }),
  revertCorrection: t.field({
    type: CorrectionPayload,
    description:
      'Takes a correction back: the graph is as if it had never been made; of several on one thing the one before it is in force again. Corrections can be taken back in any order. Scope admin. BAD_USER_INPUT when there is none, or it was taken back already.',
    authScopes: { admin: true },
    args: { input: t.arg({ type: RevertCorrectionInput, required: true, description: 'The correction.' }) },
    resolve: (_root, { input }, { corrections }) =>
      corrections.revert(parseGlobalId(String(input.id), 'Correction').id),
  }),
}));
