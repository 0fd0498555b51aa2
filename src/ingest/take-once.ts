import { createHash } from 'node:crypto';
import type { DocumentFormat } from '../domain/document.ts';
import type { Receipt } from '../domain/receipt.ts';
import type { IdempotencyStore } from '../storage/idempotency-store.ts';
import { documentUri } from './document-uri.ts';
import type { Ingest } from './ingest.ts';

/** A document that a client brings, and what he wants done with it. */
export interface Brought {
  readonly bytes: Uint8Array;
  /** As HTTP says it; null: nothing is said of them. */
  readonly contentType: string | null;
  /** Null: it is known by its bytes. */
  readonly uri: string | null;
  /** Null: it is looked for. */
  readonly format: DocumentFormat | null;
  readonly dryRun: boolean;
  /** The name of the client's key. */
  readonly by: string;
  /** What he calls the request, so that it is done once however often he sends it; null: it is done each time. */
  readonly idempotencyKey: string | null;
}

/**
 * Takes a document in, once.
 * @throws ClientError BAD_USER_INPUT for a uri that is none, and as `IdempotencyStore.once`
 */
export async function takeOnce(
  ingest: Ingest,
  idempotency: IdempotencyStore,
  { bytes, contentType, uri: given, format, dryRun, by, idempotencyKey: key }: Brought,
): Promise<readonly Receipt[]> {
  const uri = documentUri(given, bytes);
  const raw = { uri, bytes, ...(contentType !== null && { contentType }) };
  const work = async () => {
    const receipts: Receipt[] = [];
    for await (const receipt of ingest.ingest(raw, { ...(format ? { format } : {}), dryRun })) {
      receipts.push(receipt);
    }
    return receipts;
  };
  // What changes nothing can be done again.
  if (key === null || dryRun) return work();
  const request = createHash('sha256')
    .update(JSON.stringify([uri, format, ...(contentType === null ? [] : [contentType])]))
    .update(bytes)
    .digest('hex');
  return idempotency.once({ by, key, request }, work);
}
