import type { ExtractionQuality } from '../domain/quality.ts';
import type { Reader } from '../storage/read/reader.ts';

/** What resolvers are given besides their arguments. */
export interface Context {
  readonly reader: Reader;
  /** The most nodes that the lists of one operation may come to. */
  readonly maxNodes: number;
  /** What `extractionQuality` answers. */
  readonly quality: ExtractionQuality;
}
