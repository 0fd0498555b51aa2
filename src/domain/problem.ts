/** Something that a reader of a receipt should know about one document; `code` is stable, `message` is for people. */
export interface Problem {
  readonly code: ProblemCode;
  readonly message: string;
}

export const PROBLEM_CODES = [
  'CHARSET_GUESSED',
  'EMPTY_DOCUMENT',
  'BINARY_DOCUMENT',
  'DOCUMENT_TOO_LONG',
  'UNREADABLE',
  'NO_DOCUMENTS',
  'URL_INVALID',
  'DATE_INVALID',
  'STATUS_INVALID',
  'MARKUP_CUT',
  'LANGUAGE_NOT_SUPPORTED',
  'FORMAT_NOT_SUPPORTED',
  'CONTAINER_LIMIT',
  'ENTRY_NAME_INVALID',
  'DELETED',
  'INGEST_FAILED',
] as const;
export type ProblemCode = (typeof PROBLEM_CODES)[number];

/** A document that cannot be taken in, for a reason its owner can act on. Becomes a receipt with outcome REJECTED. */
export class DocumentRejected extends Error {
  readonly code: ProblemCode;

  constructor(code: ProblemCode, message: string) {
    super(message);
    this.name = 'DocumentRejected';
    this.code = code;
  }
}
