export const CLIENT_ERROR_CODES = [
  'BAD_USER_INPUT',
  'INVALID_CURSOR',
  'INVALID_SEARCH',
  'AMBIGUOUS',
  'QUERY_TOO_LARGE',
  'QUERY_TIMED_OUT',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'TOO_MANY_BUCKETS',
  'IDEMPOTENCY_KEY_REUSED',
  'IDEMPOTENCY_KEY_IN_USE',
  'QUEUE_FULL',
] as const;
export type ClientErrorCode = (typeof CLIENT_ERROR_CODES)[number];

/** A mistake of the client's, with a stable code and a sentence that says what to do. Shown to the client as it is. */
export class ClientError extends Error {
  readonly code: ClientErrorCode;
  /** More for a program to act on, e.g. the ids among which a name is ambiguous. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ClientErrorCode, message: string, details: Record<string, unknown> = {}) {
    super(message);
    this.name = 'ClientError';
    this.code = code;
    this.details = details;
  }
}
