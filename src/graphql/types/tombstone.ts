import { ClientError } from '../../domain/client-error.ts';
import type { TombstoneRow } from '../../storage/read/rows.ts';
import { builder } from '../builder.ts';
import { connectionType } from '../connection.ts';
import { callerName } from '../context.ts';
import { parseGlobalId, toGlobalId } from '../global-id.ts';
import { loadPage, loadRevision } from '../load.ts';
import { pageArgs } from '../page-args.ts';
import { plainText } from '../plain-text.ts';

const Tombstone = builder.objectRef<TombstoneRow>('Tombstone').implement({
  description:
    'What is left of an article that was deleted: it keeps documents of its address, and those that it rested on, from coming in again.',
  fields: (t) => ({
    articleId: t.id({
      description: 'The id that the article had.',
      resolve: ({ articleId }) => toGlobalId('Article', articleId),
    }),
    headline: t.exposeString('headline', { description: 'The headline that it had.' }),
    uris: t.stringList({
      description: 'What the documents that it rested on are known by: any of them will do for `liftTombstone`.',
      extensions: { reads: ['marks'] },
      resolve: ({ marks }) => marks.flatMap((mark) => (mark.startsWith(URI) ? [mark.slice(URI.length)] : [])),
    }),
    by: t.exposeString('by', { description: 'Who deleted it: the name of the key.' }),
    at: t.expose('at', { type: 'DateTime', description: 'When it was deleted.' }),
    reason: t.exposeString('reason', { nullable: true, description: 'Why, in words. Null when nobody said.' }),
    liftedBy: t.exposeString('liftedBy', {
      nullable: true,
      description: 'Who let the documents in again: the name of the key. Null while it is in force.',
    }),
    liftedAt: t.expose('liftedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the documents were let in again. Null while it is in force.',
    }),
  }),
});
const URI = 'document:';

const TombstoneConnection = connectionType('Tombstone', Tombstone, 'tombstones');

builder.queryField('tombstones', (t) =>
  t.field({
    type: TombstoneConnection,
    args: pageArgs(),
    authScopes: { admin: true },
    description: 'What was deleted, the last first, lifted ones included. Scope admin.',
    resolve: (_root, args, context, info) => loadPage<TombstoneRow>('tombstones', args, context, info),
  }),
);

const DeleteArticlePayload = builder.objectRef<TombstoneRow>('DeleteArticlePayload').implement({
  description: 'That an article was deleted.',
  fields: (t) => ({
    deletedId: t.id({
      description: 'The id that the article had.',
      resolve: ({ articleId }) => toGlobalId('Article', articleId),
    }),
    tombstone: t.field({ type: Tombstone, description: 'What is left of it.', resolve: (tombstone) => tombstone }),
    revision: t.string({
      description: 'The revision of the corpus afterwards, as `corpus { revision }` gives it.',
      resolve: (_tombstone, _args, context) => loadRevision(context),
    }),
  }),
});

const DeleteArticleInput = builder.inputType('DeleteArticleInput', {
  description: 'Which article to delete.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'Its id. Withheld articles can be deleted, too.' }),
    reason: t.string({ description: 'Why, for people who wonder where it went; at most 1,000 characters.' }),
  }),
});

const LiftTombstonePayload = builder.objectRef<readonly TombstoneRow[]>('LiftTombstonePayload').implement({
  description: 'What may come in again.',
  fields: (t) => ({
    tombstones: t.field({
      type: [Tombstone],
      description: 'The tombstones that were in force and are lifted now: one at least.',
      resolve: (tombstones) => [...tombstones],
    }),
  }),
});

const LiftTombstoneInput = builder.inputType('LiftTombstoneInput', {
  description: 'Which article may come in again: exactly one of the two.',
  fields: (t) => ({
    articleId: t.id({ description: 'The id that the article had.' }),
    uri: t.string({ description: 'Its address, or what one of its documents is known by.' }),
  }),
});

builder.mutationFields((t) => ({
  deleteArticle: t.field({
    type: DeleteArticlePayload,
    description:
      'Deletes an article with its versions and all that only it supported: entities, quotes, sources. It leaves a tombstone: documents of the same address or with the same bytes are receipted REJECTED with the code DELETED until it is lifted. Scope admin. BAD_USER_INPUT when there is no such article.',
    authScopes: { admin: true },
    args: { input: t.arg({ type: DeleteArticleInput, required: true, description: 'The article.' }) },
    resolve: async (_root, { input }, context) =>
      context.tombstones.remove({
        articleId: parseGlobalId(String(input.id), 'Article').id,
        by: callerName(context),
        reason: plainText('reason', input.reason),
      }),
  }),
  liftTombstone: t.field({
    type: LiftTombstonePayload,
    description:
      'Lets the documents of an article that was deleted in again. It brings nothing back by itself: take the document in anew. Scope admin. BAD_USER_INPUT when no tombstone in force fits.',
    authScopes: { admin: true },
    args: { input: t.arg({ type: LiftTombstoneInput, required: true, description: 'The tombstone.' }) },
    resolve: async (_root, { input: { articleId, uri } }, context) => {
      const known = plainText('uri', uri, 2_000);
      if ((articleId == null) === (known === null)) {
        throw new ClientError('BAD_USER_INPUT', 'Give exactly one of articleId and uri.');
      }
      const which = known === null ? { articleId: parseGlobalId(String(articleId), 'Article').id } : { uri: known };
      return context.tombstones.lift(which, callerName(context));
    },
  }),
}));
