import type { ExecutionResult } from 'graphql';
import { GraphQLError, Kind } from 'graphql';
import { Unavailable } from '../domain/unavailable.ts';

/**
 * The codes that the server gives in `extensions.code` on its own account. Yoga adds GRAPHQL_PARSE_FAILED and
 * OPERATION_RESOLUTION_FAILURE, the schema those of its own.
 */
export type ServerErrorCode =
  | 'BAD_REQUEST'
  | 'BAD_USER_INPUT'
  | 'CLIENT_CLOSED_REQUEST'
  | 'CSRF_HEADER_MISSING'
  | 'FORBIDDEN'
  | 'GRAPHQL_VALIDATION_FAILED'
  | 'INTERNAL_SERVER_ERROR'
  | 'NOT_ACCEPTABLE'
  | 'NOT_FOUND'
  | 'OVERLOADED'
  | 'PERSISTED_QUERY_HASH_MISMATCH'
  | 'PERSISTED_QUERY_NOT_FOUND'
  | 'QUERY_TOO_COSTLY'
  | 'QUERY_TOO_DEEP'
  | 'QUERY_TOO_LARGE'
  | 'REQUEST_TIMED_OUT'
  | 'REQUEST_TOO_LARGE'
  | 'TOO_MANY_REQUESTS'
  | 'TRUSTED_DOCUMENTS_ONLY'
  | 'UNAVAILABLE'
  | 'UNAUTHENTICATED'
  | 'UNSUPPORTED_MEDIA_TYPE';

interface HttpAnswer {
  readonly status: number;
  /**
   * True for a mistake in the GraphQL request rather than in the HTTP request: answered with 200 where the client
   * takes only `application/json`, as GraphQL over HTTP has it.
   * @default false
   */
  readonly spec?: boolean;
  readonly headers?: Record<string, string>;
}

/**
 * A client's mistake that the server finds before any resolver runs, or why it does not do what is asked.
 * @param details more for a program to act on
 */
export function requestError(
  code: ServerErrorCode,
  message: string,
  http: HttpAnswer,
  details: Record<string, unknown> = {},
): GraphQLError {
  return new GraphQLError(message, { extensions: { ...details, code, http: { ...http } } });
}

/**
 * The body of an answer outside GraphQL, in the shape of a GraphQL answer, so that a client reads both alike.
 * @param details more for a program to act on
 */
export function errorBody(code: ServerErrorCode, message: string, details: Record<string, unknown> = {}): string {
  return JSON.stringify({ errors: [{ message, extensions: { ...details, code } }] });
}

export interface ErrorMaskOptions {
  /** Hides the message of internal errors, and what graphql-js thinks that was meant: names of the schema, asked for by guessing. */
  readonly production: boolean;
  /** Turns a client's mistake into an error with `extensions.code`; null for what the client must not see. */
  toGraphQLError(error: unknown): GraphQLError | null;
}

/**
 * Decides what a client gets to see of an error: a mistake of its own, as it is and with a code; anything else as
 * INTERNAL_SERVER_ERROR, with the true error as `originalError`, which is never sent.
 */
export function createErrorMask({ production, toGraphQLError }: ErrorMaskOptions): (error: unknown) => GraphQLError {
  return (error) => {
    const located = error instanceof GraphQLError ? error : undefined;
    const cause = rootCause(error);
    const shown = cause instanceof GraphQLError ? codedByClient(located ?? cause) : toGraphQLError(cause);
    if (shown) {
      const { originalError: _parserInternals, ...extensions } = shown.extensions;
      const isRequestError = located?.path === undefined;
      if (isRequestError) extensions.http ??= { spec: true, status: 400 };
      // Yoga answers JSON that cannot be parsed with 200 where the client takes only `application/json`.
      if (extensions['code'] === 'BAD_REQUEST') extensions.http = { ...extensions.http, spec: false };
      const message = production ? withoutSuggestion(shown.message) : shown.message;
      // For the log; it is never sent.
      const originalError = cause instanceof Unavailable ? cause : null;
      return new GraphQLError(message, { ...place(located ?? shown), originalError, extensions });
    }
    const message = production || !(cause instanceof Error) ? 'Unexpected error.' : cause.message;
    return new GraphQLError(message, {
      ...place(located),
      originalError: cause instanceof Error ? cause : new Error(String(cause)),
      extensions: { code: 'INTERNAL_SERVER_ERROR', unexpected: true },
    });
  };
}

/** A message of graphql-js without the names that it thinks were meant. */
export function withoutSuggestion(message: string): string {
  return message.replace(SUGGESTION, '');
}

/** As graphql-js appends it, in validation and where variables are coerced. */
const SUGGESTION = / Did you mean (?:[^"?]*"[^"]*"(?:,? or |, )?)+\?/g;

/** A result without what its errors say to HTTP only, for where it goes another way. */
export function withoutInternals(result: ExecutionResult): ExecutionResult {
  if (!result.errors) return result;
  const errors = result.errors.map((error) => {
    const { http: _status, unexpected: _isInternal, ...extensions } = error.extensions;
    return new GraphQLError(error.message, { ...place(error), extensions });
  });
  return { ...result, errors };
}

/** Whether an error is one that {@link createErrorMask} took for internal. */
export function isInternalError(error: GraphQLError): boolean {
  return error.extensions['code'] === 'INTERNAL_SERVER_ERROR';
}

/** What an error was thrown for, beneath what graphql-js makes of it. */
export function rootCause(error: unknown): unknown {
  let cause = error;
  while (cause instanceof GraphQLError && cause.originalError) cause = cause.originalError;
  return cause;
}

/**
 * Yoga and graphql-js make GraphQLErrors for clients' mistakes, but graphql-js also makes one when a resolver's value
 * does not fit its type, which is ours. That one has no code and is placed at the field; a bad argument or variable is
 * placed at its value, or nowhere.
 */
function codedByClient(error: GraphQLError): GraphQLError | null {
  if (isInternalError(error) || error.extensions['unexpected']) return null;
  if (error.extensions['code'] !== undefined) return error;
  if (error.path !== undefined && error.nodes?.every((node) => node.kind === Kind.FIELD)) return null;
  return new GraphQLError(error.message, { extensions: { ...error.extensions, code: 'BAD_USER_INPUT' } });
}

function place(error: GraphQLError | undefined) {
  return { nodes: error?.nodes, source: error?.source, positions: error?.positions, path: error?.path };
}
