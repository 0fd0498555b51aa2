import type { LinkRule } from '../../domain/linking.ts';
import type { Problem } from '../../domain/problem.ts';
import type { FieldProvenance } from '../../domain/provenance.ts';
import type { IngestOutcome, Receipt } from '../../domain/receipt.ts';
import type { TextAnchor } from '../../domain/text-anchor.ts';
import type { VersionChanges, VersionQuote } from '../../domain/version.ts';
import type {
  Article,
  ArticleVersion,
  Citation,
  Correction,
  Document,
  Entity,
  EntityMention,
  IngestJob,
  Quote,
  Source,
  Tombstone,
} from '../generated/client.ts';

/** A row as JSON brings it: instants are RFC 3339 text. */
type Answered<T> = {
  [K in keyof T]: T[K] extends Date ? string : T[K] extends Date | null ? string | null : T[K];
};

/*
 * The columns that the catalogue has of each type. A resolver finds in its row those that its field reads: its own name,
 * or what its extensions name under `reads`.
 */
export type ArticleRow = Answered<
  Omit<
    Article,
    'publisherId' | 'ingestedAt' | 'updatedAt' | 'isVisible' | 'copyGroupId' | 'shingleCount' | 'provenance'
  >
> & { copyCount: number; provenance: FieldProvenance[] };
export type ArticleVersionRow = Answered<Pick<ArticleVersion, 'id' | 'replacedAt' | 'headline' | 'body'>> & {
  quotes: VersionQuote[];
  changes: VersionChanges;
};
export type DocumentRow = Answered<
  Pick<Document, 'id' | 'uri' | 'format' | 'sha256' | 'ingestedAt' | 'extractorVersion'>
> & { problems: Problem[] };
export type EntityRow = Omit<Entity, 'key' | 'searchNames' | 'foundType' | 'mergedIntoId'> & {
  aliases: string[];
  mergedIds: string[];
};
export type EntityMentionRow = Omit<EntityMention, 'articleId' | 'entityId'>;
export type CitationRow = Omit<Citation, 'articleId' | 'sourceId' | 'viaId'>;
export type SourceRow = Pick<Source, 'id' | 'name' | 'kind' | 'domain' | 'aliases'> & { mergedIds: string[] };
export type QuoteRow = Omit<
  Quote,
  | 'articleId'
  | 'speakerId'
  | 'addresseeId'
  | 'citationId'
  | 'isRejected'
  | 'stretches'
  | 'speakerAnchor'
  | 'cueAnchor'
  | 'evidence'
> & {
  stretches: TextAnchor[];
  speakerAnchor: TextAnchor | null;
  cueAnchor: TextAnchor | null;
  evidence: TextAnchor[];
};

export type CorrectionRow = Answered<Omit<Correction, 'articleId' | 'entityType' | 'mentionIds'>>;

/** What the edge between an article and an entity says of their link. */
export interface LinkRow {
  name: string;
  key: string;
  rule: LinkRule;
  reason: string;
  anchor: TextAnchor | null;
  correction: CorrectionRow | null;
}

/** Read from JSON, or as Prisma has just written it. */
export type TombstoneRow = Omit<Tombstone, 'at' | 'liftedAt'> & {
  at: Date | string;
  liftedAt: Date | string | null;
};

export type IngestJobRow = Answered<
  Omit<IngestJob, 'bytes' | 'contentType' | 'idempotencyKey' | 'request' | 'receipts'>
> & { receipts: Receipt[] | null };

/** Something that became of an article; without an outcome it was removed. */
export interface EventRow {
  /** The position of the event. */
  cursor: string;
  articleId: string;
  outcome: IngestOutcome | null;
}

export interface CorpusRow {
  articleCount: number;
  entityCount: number;
  quoteCount: number;
  sourceCount: number;
  firstPublished: string | null;
  lastPublished: string | null;
  revision: string;
}

/** Articles counted by time; starts are RFC 3339 text. */
export interface TimelineRow {
  buckets: { start: string; articleCount: number }[];
  undatedCount: number;
}

/** How many articles name, quote, cite or come from a thing; what it is stands in a slot. */
export interface FacetRow {
  count: number;
}
