/** The codes that the gateway gives, and those that the client gives where no answer came. */
export const ERROR_CODES = [
  'AMBIGUOUS',
  'BAD_REQUEST',
  'BAD_USER_INPUT',
  'CLIENT_CLOSED_REQUEST',
  'CSRF_HEADER_MISSING',
  'FORBIDDEN',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'IDEMPOTENCY_KEY_IN_USE',
  'IDEMPOTENCY_KEY_REUSED',
  'INTERNAL_SERVER_ERROR',
  'INVALID_CURSOR',
  'INVALID_SEARCH',
  'NOT_ACCEPTABLE',
  'NOT_FOUND',
  'OPERATION_RESOLUTION_FAILURE',
  'OVERLOADED',
  'PERSISTED_QUERY_HASH_MISMATCH',
  'PERSISTED_QUERY_NOT_FOUND',
  'QUERY_TIMED_OUT',
  'QUERY_TOO_COSTLY',
  'QUERY_TOO_DEEP',
  'QUERY_TOO_LARGE',
  'QUEUE_FULL',
  'REQUEST_TIMED_OUT',
  'REQUEST_TOO_LARGE',
  'TOO_MANY_BUCKETS',
  'TOO_MANY_REQUESTS',
  'TRUSTED_DOCUMENTS_ONLY',
  'UNAUTHENTICATED',
  'UNAVAILABLE',
  'UNSUPPORTED_MEDIA_TYPE',
  // The client's own: nothing came; what came is no answer of a gateway; events were missed or might be.
  'NETWORK_ERROR',
  'NO_GRAPHQL_ANSWER',
  'CONNECTION_LOST',
] as const;

/** A code of this version's, or one that a later gateway gives. */
export type ErrorCode = (typeof ERROR_CODES)[number] | (string & {});

/** One error of an answer. */
export interface AnswerError {
  readonly message: string;
  /** The field that it is about, by names and places in lists; null: the whole request. */
  readonly path: readonly (string | number)[] | null;
  /** More for a program to act on: `code`, and for some codes `scope`, `limit`, `maximum`. */
  readonly extensions: Readonly<Record<string, unknown>>;
}

interface GatewayErrorDetails {
  readonly errors?: readonly AnswerError[];
  readonly data?: unknown;
  readonly status?: number | null;
  readonly headers?: Headers;
  readonly cause?: unknown;
}

/** Why there is no answer, or none that is whole. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError';
  /** Of the first error. */
  readonly code: ErrorCode;
  /** All errors of the answer; empty where none came. */
  readonly errors: readonly AnswerError[];
  /** What was answered in spite of the errors; null or undefined: nothing. */
  readonly data: unknown;
  /** Of HTTP; null where none came. */
  readonly status: number | null;
  /** In how many seconds to try again, when the gateway says so. */
  readonly retryAfter: number | null;
  /** What the gateway's log calls the request; null where that is not known. */
  readonly requestId: string | null;

  constructor(
    code: ErrorCode,
    message: string,
    { errors = [], data, status = null, headers, cause }: GatewayErrorDetails = {},
  ) {
    super(message, { cause });
    this.code = code;
    this.errors = errors;
    this.data = data;
    this.status = status;
    this.retryAfter = secondsOf(headers?.get('retry-after') ?? null);
    this.requestId = headers?.get('x-request-id') ?? null;
  }
}

/** `Retry-After` in seconds: it is a number of them, or a date. */
function secondsOf(retryAfter: string | null): number | null {
  if (retryAfter === null) return null;
  const seconds = /^\d+$/.test(retryAfter) ? Number(retryAfter) : (Date.parse(retryAfter) - Date.now()) / 1000;
  return Number.isNaN(seconds) ? null : Math.max(0, seconds);
}
