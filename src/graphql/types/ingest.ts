import type { Receipt } from '../../domain/receipt.ts';
import { takeOnce } from '../../ingest/take-once.ts';
import type { ArticleRow } from '../../storage/read/rows.ts';
import { builder } from '../builder.ts';
import { callerName } from '../context.ts';
import { loadRevision, RowsOfOnePlace } from '../load.ts';
import { Problem } from './document.ts';
import { DocumentFormat, IngestOutcome } from './enums.ts';
import { Article } from './refs.ts';

/** A receipt, and the articles of all receipts beside it. */
interface ReceiptOfAnswer extends Receipt {
  readonly articles: RowsOfOnePlace<ArticleRow>;
}

export const IngestReceipt = builder.objectRef<ReceiptOfAnswer>('IngestReceipt').implement({
  description: 'What became of one document: never silent.',
  fields: (t) => ({
    uri: t.exposeString('uri', {
      description:
        'What the document is known by: the path or URL that was given, normalised; container#guid for an item of a container; urn:sha256:… when none was given. The same again brings it up to date.',
    }),
    outcome: t.expose('outcome', {
      type: IngestOutcome,
      description: 'What became of it; of a dry run, what would become of it.',
    }),
    article: t.field({
      type: Article,
      nullable: true,
      description:
        'The article that rests on it, as readers see it now. Null when the document was rejected, when a dry run would create it, and when readers may not see it.',
      resolve: ({ articleId, articles }, _args, context, info) =>
        articleId === null ? null : articles.load(articleId, context, info),
    }),
    mentionCount: t.exposeInt('mentionCount', {
      description: 'How many places of the text mention an entity; 0 when it was rejected.',
    }),
    quoteCount: t.exposeInt('quoteCount', { description: 'How many quotes were found; 0 when it was rejected.' }),
    citationCount: t.exposeInt('citationCount', {
      description: 'How many citations were found; 0 when it was rejected.',
    }),
    problems: t.field({
      type: [Problem],
      description: 'Why it was rejected, or what had to be guessed or left out; empty when all went well.',
      resolve: ({ problems }) => [...problems],
    }),
  }),
});

/** Receipts, each with what it takes to load the articles of all at once. */
export function receiptsOf(receipts: readonly Receipt[]): ReceiptOfAnswer[] {
  const ids = receipts.flatMap(({ articleId }) => (articleId === null ? [] : [articleId]));
  const articles = new RowsOfOnePlace<ArticleRow>('Article', ids);
  return receipts.map((receipt) => ({ ...receipt, articles }));
}

const IngestDocumentPayload = builder.objectRef<readonly Receipt[]>('IngestDocumentPayload').implement({
  description: 'What became of the documents that the content held.',
  fields: (t) => ({
    receipts: t.field({
      type: [IngestReceipt],
      description: 'One for each document, in the order of the content: one, unless the format is that of a container.',
      resolve: receiptsOf,
    }),
    revision: t.string({
      description: 'The revision of the corpus afterwards, as `corpus { revision }` gives it.',
      resolve: (_receipts, _args, context) => loadRevision(context),
    }),
  }),
});

const IngestDocumentInput = builder.inputType('IngestDocumentInput', {
  description: 'A document to take in.',
  fields: (t) => ({
    content: t.string({
      required: true,
      description: 'The text of the document, in the given format. Longer ones than the gateway takes are rejected.',
    }),
    format: t.field({ type: DocumentFormat, required: true, description: 'What the content is written in.' }),
    uri: t.string({
      description:
        'What to know it by: an absolute path, or an http, https or file URL. Given again with other content, it brings the document up to date. Left out: the hash of its bytes, so that other content is another document.',
    }),
    dryRun: t.boolean({
      description: 'Whether only to say what would become of it, and change nothing. False when left out.',
    }),
  }),
});

builder.mutationField('ingestDocument', (t) =>
  t.field({
    type: IngestDocumentPayload,
    description:
      'Takes in a document: reads it, finds entities, quotes and citations, stores them, and says what became of it. Scope ingest. What is wrong with the document is told in its receipt; BAD_USER_INPUT for a uri that is none. Sent with a header Idempotency-Key, it is done once, and sent again within a day gives the same receipts; IDEMPOTENCY_KEY_REUSED for a key that was sent with another document, IDEMPOTENCY_KEY_IN_USE while it is being done.',
    authScopes: { ingest: true },
    args: { input: t.arg({ type: IngestDocumentInput, required: true, description: 'The document.' }) },
    resolve: (_root, { input }, context) =>
      takeOnce(context.ingest, context.idempotency, {
        bytes: new TextEncoder().encode(input.content),
        contentType: null,
        uri: input.uri ?? null,
        format: input.format,
        dryRun: input.dryRun ?? false,
        by: callerName(context),
        idempotencyKey: context.idempotencyKey,
      }),
  }),
);
