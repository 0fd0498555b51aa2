import type { Caller } from '../domain/api-key.ts';
import { mayDo } from '../domain/api-key.ts';
import type { ExtractionQuality } from '../domain/quality.ts';
import type { Ingest } from '../ingest/ingest.ts';
import type { IngestQueue } from '../ingest/queue-document.ts';
import type { CorrectionStore } from '../storage/correction-store.ts';
import type { EventFeed } from '../storage/event-feed.ts';
import type { IdempotencyStore } from '../storage/idempotency-store.ts';
import type { Reader } from '../storage/read/reader.ts';
import type { TombstoneStore } from '../storage/tombstone-store.ts';

/** What resolvers are given besides their arguments. */
export interface Context {
  readonly reader: Reader;
  readonly ingest: Ingest;
  readonly queue: IngestQueue;
  readonly idempotency: IdempotencyStore;
  /** What the client calls the request, so that it is done once; null when he does not say. */
  readonly idempotencyKey: string | null;
  readonly corrections: CorrectionStore;
  readonly tombstones: TombstoneStore;
  readonly events: EventFeed;
  /** Whose key the request carries; null for none that the gateway knows. */
  readonly key: Caller | null;
  /** Whether reading needs no key. */
  readonly isReadingOpen: boolean;
  /** The most nodes that the lists of one operation may come to. */
  readonly maxNodes: number;
  /** What `extractionQuality` answers. */
  readonly quality: ExtractionQuality;
}

/** Who asks for a change, as it is kept with it. Only where a scope is asked for: there is a key then. */
export function callerName({ key }: Context): string {
  if (key === null) throw new Error('a field that needs a scope was resolved without a key');
  return key.name;
}

/** Whether who asks may read: it takes a key only where reading is closed. A field may ask for more. */
export function mayRead({ isReadingOpen, key }: Context): boolean {
  return isReadingOpen || mayDo(key, 'read');
}
