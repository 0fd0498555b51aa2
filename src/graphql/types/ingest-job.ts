import type { GraphQLResolveInfo } from 'graphql';
import { z } from 'zod';
import type { Caller } from '../../domain/api-key.ts';
import { mayDo } from '../../domain/api-key.ts';
import { ClientError } from '../../domain/client-error.ts';
import type { IngestJobState as State } from '../../domain/ingest-job.ts';
import type { Condition } from '../../storage/read/condition.ts';
import type { IngestJobRow } from '../../storage/read/rows.ts';
import { withColumns } from '../../storage/read/selection.ts';
import { builder } from '../builder.ts';
import type { PageOf } from '../connection.ts';
import { connectionType } from '../connection.ts';
import type { Context } from '../context.ts';
import { callerName } from '../context.ts';
import { pageArgs } from '../page-args.ts';
import { pageSelectionOf, selectionOf } from '../selection.ts';
import { DocumentFormat, IngestJobState } from './enums.ts';
import { IngestReceipt, receiptsOf } from './ingest.ts';

const IngestJob = builder.objectRef<IngestJobRow>('IngestJob').implement({
  description:
    'A document that was queued to be taken in, and what has become of it. Forgotten a week after it was done.',
  fields: (t) => ({
    id: t.id({
      description: 'As /ingest/jobs/ID has it. No node: only who brings documents sees jobs.',
      resolve: ({ id }) => id,
    }),
    state: t.expose('state', { type: IngestJobState, description: 'What has become of it.' }),
    uri: t.exposeString('uri', { description: 'What the document is known by, as its receipt will have it.' }),
    format: t.expose('format', {
      type: DocumentFormat,
      nullable: true,
      description: 'What it was said to be written in. Null when nobody said.',
    }),
    size: t.exposeInt('size', { description: 'How many bytes it has. They are kept until it is done or discarded.' }),
    by: t.exposeString('by', { description: 'Who brought it: the name of the key.' }),
    attempts: t.exposeInt('attempts', {
      description:
        'How many tries have begun since it was queued or replayed. One that its process did not live to end counts.',
    }),
    error: t.exposeString('error', {
      nullable: true,
      description: 'Why the last try failed, a sentence. Null when none did, or a later one went well.',
    }),
    queuedAt: t.expose('queuedAt', { type: 'DateTime', description: 'When it was queued.' }),
    startedAt: t.expose('startedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the last try began. Null before the first.',
    }),
    retryAt: t.expose('retryAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Not before then it is tried again. Null unless it is RETRYING.',
    }),
    finishedAt: t.expose('finishedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was done or discarded. Null while it is neither.',
    }),
    receipts: t.field({
      type: [IngestReceipt],
      nullable: true,
      description:
        'What became of its documents in the last try that came to its end: one for each, as `ingestDocument` gives them. Null before. Where a try was cut off behind the saving of a document, the next one finds it UNCHANGED.',
      resolve: ({ receipts }) => receipts && receiptsOf(receipts),
    }),
  }),
});

const IngestJobConnection = connectionType('IngestJob', IngestJob, 'jobs');

/** Kept answers hold until the corpus changes; jobs change without it. */
const VOLATILE = { isVolatile: true };

/** Whose jobs somebody may see and handle: his own, or null for those of all. */
function ownOnly(key: Caller | null): string | null {
  return mayDo(key, 'admin') ? null : (key?.name ?? '');
}

const uuid = z.uuid();

/** @throws ClientError BAD_USER_INPUT for what can be no id of a job */
function jobId(id: string | number): string {
  const { data } = uuid.safeParse(id);
  if (data === undefined) {
    throw new ClientError('BAD_USER_INPUT', `'${String(id).slice(0, 60)}' is no id of a job: pass it as it was given.`);
  }
  return data;
}

async function loadJob(id: string, context: Context, info: GraphQLResolveInfo): Promise<IngestJobRow | null> {
  const selection = withColumns(selectionOf(info, context, 'IngestJob'), 'by');
  const [row] = await context.reader.rows('IngestJob', { column: 'id', values: [id] }, selection);
  const owner = ownOnly(context.key);
  if (!row || (owner !== null && row['by'] !== owner)) return null;
  // It has just the columns that the selection names, and only their fields are resolved.
  return row as unknown as IngestJobRow;
}

function conditionOf(states: readonly State[] | null, owner: string | null): Condition {
  const of: Condition[] = [];
  if (states) of.push({ kind: 'compare', field: 'state', operator: 'in', value: states });
  if (owner !== null) of.push({ kind: 'compare', field: 'by', operator: 'eq', value: owner });
  return { kind: 'all', of };
}

builder.queryFields((t) => ({
  ingestJobs: t.field({
    type: IngestJobConnection,
    args: {
      ...pageArgs(),
      states: t.arg({
        type: [IngestJobState],
        description: 'Only those in one of these states: [DEAD] for what waits for somebody. Null or left out: all.',
      }),
    },
    authScopes: { ingest: true },
    extensions: VOLATILE,
    description:
      'Documents that were queued, the last first. Scope ingest, which sees what came with the same key; the scope admin sees all.',
    resolve: async (_root, args, context, info) => {
      const selection = pageSelectionOf('ingestJobs', args, info, context);
      const condition = conditionOf(args.states ?? null, ownOnly(context.key));
      return (await context.reader.page('ingestJobs', { ...selection, condition })) as PageOf<IngestJobRow>;
    },
  }),
  ingestJob: t.field({
    type: IngestJob,
    nullable: true,
    args: { id: t.arg.id({ required: true, description: 'The id of the job.' }) },
    authScopes: { ingest: true },
    extensions: VOLATILE,
    description: 'A document that was queued. Null when there is none, or it came with another key. Scope ingest.',
    resolve: (_root, { id }, context, info) => loadJob(jobId(id), context, info),
  }),
}));

const IngestJobPayload = builder.objectRef<string>('IngestJobPayload').implement({
  description: 'A job, as it is now.',
  fields: (t) => ({
    job: t.field({
      type: IngestJob,
      description: 'The job.',
      resolve: async (id, _args, context, info) => {
        const job = await loadJob(id, context, info);
        if (!job) throw new Error(`the job ${id} was written and is not there`);
        return job;
      },
    }),
  }),
});

const QueueDocumentInput = builder.inputType('QueueDocumentInput', {
  description: 'A document to take in later.',
  fields: (t) => ({
    content: t.string({ required: true, description: 'The text of the document, in the given format.' }),
    format: t.field({ type: DocumentFormat, required: true, description: 'What the content is written in.' }),
    uri: t.string({ description: 'What to know it by, as in `IngestDocumentInput`.' }),
  }),
});

const ReplayIngestJobInput = builder.inputType('ReplayIngestJobInput', {
  description: 'A job to try anew.',
  fields: (t) => ({ id: t.id({ required: true, description: 'The id of the job.' }) }),
});

const DiscardIngestJobInput = builder.inputType('DiscardIngestJobInput', {
  description: 'A job to give up.',
  fields: (t) => ({ id: t.id({ required: true, description: 'The id of the job.' }) }),
});

builder.mutationFields((t) => ({
  queueDocument: t.field({
    type: IngestJobPayload,
    description:
      'Queues a document to be taken in, once it has answered, whatever happens to the gateway: `ingestJob` tells what becomes of it. Scope ingest. BAD_USER_INPUT for a uri that is none and for a document that is too long, QUEUE_FULL when too much waits already. Sent with a header Idempotency-Key, it is queued once, and sent again gives the same job.',
    authScopes: { ingest: true },
    args: { input: t.arg({ type: QueueDocumentInput, required: true, description: 'The document.' }) },
    resolve: async (_root, { input: { content, format, uri } }, context) => {
      const { id } = await context.queue.add({
        bytes: new TextEncoder().encode(content),
        contentType: null,
        uri: uri ?? null,
        format,
        by: callerName(context),
        idempotencyKey: context.idempotencyKey,
      });
      return id;
    },
  }),
  replayIngestJob: t.field({
    type: IngestJobPayload,
    description:
      'Has a job that is DEAD tried anew, as often as a new one. Scope ingest for what came with the same key, admin for all. BAD_USER_INPUT when there is none, or it is not DEAD.',
    authScopes: { ingest: true },
    args: { input: t.arg({ type: ReplayIngestJobInput, required: true, description: 'The job.' }) },
    resolve: async (_root, { input }, context) => {
      const id = jobId(input.id);
      await context.queue.replay(id, ownOnly(context.key));
      return id;
    },
  }),
  discardIngestJob: t.field({
    type: IngestJobPayload,
    description:
      'Gives up a job that is QUEUED, RETRYING or DEAD, and drops its bytes. Scope ingest for what came with the same key, admin for all. BAD_USER_INPUT when there is none, or it is in another state.',
    authScopes: { ingest: true },
    args: { input: t.arg({ type: DiscardIngestJobInput, required: true, description: 'The job.' }) },
    resolve: async (_root, { input }, context) => {
      const id = jobId(input.id);
      await context.queue.discard(id, ownOnly(context.key));
      return id;
    },
  }),
}));
