import type { DocumentFormat } from './document.ts';
import type { Receipt } from './receipt.ts';

export const INGEST_JOB_STATES = ['QUEUED', 'RUNNING', 'RETRYING', 'DONE', 'DEAD', 'DISCARDED'] as const;
export type IngestJobState = (typeof INGEST_JOB_STATES)[number];

/** A document that was queued, and what has become of it. */
export interface IngestJob {
  readonly id: string;
  readonly state: IngestJobState;
  readonly uri: string;
  /** Null: it is looked for. */
  readonly format: DocumentFormat | null;
  /** In bytes. */
  readonly size: number;
  /** The name of the key that brought it. */
  readonly by: string;
  /** Tries that have begun since it was queued or replayed. */
  readonly attempts: number;
  /** Why the last try failed, a sentence; null when none did, and when all is well by now. */
  readonly error: string | null;
  /** Of the last try that came to its end; null while there is none. */
  readonly receipts: readonly Receipt[] | null;
  readonly queuedAt: Date;
  /** When the last try began. */
  readonly startedAt: Date | null;
  /** Not before then it is tried again; null where it is not. */
  readonly retryAt: Date | null;
  /** When it was done or discarded. */
  readonly finishedAt: Date | null;
}

/** How much waits. */
export interface IngestBacklog {
  /** In bytes, of all that is neither done nor discarded. */
  readonly bytes: number;
  readonly jobs: Readonly<Record<'QUEUED' | 'RUNNING' | 'RETRYING' | 'DEAD', number>>;
  /** How long the oldest of those that are neither done nor dead has been there; 0 where there is none. */
  readonly oldestSeconds: number;
}
