import type { Problem } from './problem.ts';

export const INGEST_OUTCOMES = ['CREATED', 'UPDATED', 'UNCHANGED', 'REJECTED'] as const;
export type IngestOutcome = (typeof INGEST_OUTCOMES)[number];

/** What became of one document. Every document gets one. */
export interface Receipt {
  readonly uri: string;
  readonly outcome: IngestOutcome;
  /** The row id of its article; null when it was rejected, or would be created by a run that is not dry. */
  readonly articleId: string | null;
  readonly mentionCount: number;
  readonly quoteCount: number;
  readonly citationCount: number;
  /** Row ids of other articles that were there before and whose text its article copies, at most ten, the newest first. */
  readonly copyOf: readonly string[];
  readonly problems: readonly Problem[];
}

/** Whether the document failed by a fault that may pass: sent again, it may be taken in. */
export function isPassing({ problems }: Receipt): boolean {
  return problems.some(({ code }) => code === 'INGEST_FAILED');
}

/** The receipt of a document that could not be taken in. */
export function rejected(uri: string, problem: Problem): Receipt {
  return {
    uri,
    outcome: 'REJECTED',
    articleId: null,
    mentionCount: 0,
    quoteCount: 0,
    citationCount: 0,
    copyOf: [],
    problems: [problem],
  };
}
