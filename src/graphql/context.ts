import type { Caller } from '../domain/api-key.ts';
import type { ExtractionQuality } from '../domain/quality.ts';
import type { Ingest } from '../ingest/ingest.ts';
import type { Reader } from '../storage/read/reader.ts';

/** What resolvers are given besides their arguments. */
export interface Context {
  readonly reader: Reader;
  readonly ingest: Ingest;
  /** Whose key the request carries; null for none that the gateway knows. Reading needs none. */
  readonly key: Caller | null;
  /** The most nodes that the lists of one operation may come to. */
  readonly maxNodes: number;
  /** What `extractionQuality` answers. */
  readonly quality: ExtractionQuality;
}
