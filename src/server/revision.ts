import type { ExecutionResult } from 'graphql';
import { GraphQLError, getOperationAST, OperationTypeNode } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { Unavailable } from '../domain/unavailable.ts';
import { requestError, rootCause } from './errors.ts';
import type { Visit } from './visit.ts';
import { isVolatile } from './volatile.ts';

/** Of an answer: the revision that it is of. Of a request: the revision that it must not be older than. */
export const REVISION_HEADER = 'newsgraph-revision';

const REVISION = /^\d{1,18}$/;

/** The revision that a request names; null for none, undefined for what is none. */
export function revisionIn(header: string | null | undefined): bigint | null | undefined {
  if (header == null) return null;
  return REVISION.test(header) ? BigInt(header) : undefined;
}

/** @throws GraphQLError BAD_USER_INPUT */
export function revisionOf(header: string | null | undefined): bigint | null {
  const revision = revisionIn(header);
  if (revision !== undefined) return revision;
  throw requestError(
    'BAD_USER_INPUT',
    `The header ${REVISION_HEADER} must be a revision, as an answer of the gateway names it, or be left out.`,
    { status: 400 },
  );
}

export interface RevisionOptions {
  readonly visitOf: (request: Request) => Visit;
  /** Notes the revision that what was done is part of. */
  readonly noteDone: (visit: Visit) => Promise<void>;
}

/**
 * Says of each answer which revision of the corpus it is of, where that is known. What changes the corpus is done and told of by the
 * database that is written to. Has to stand behind whatever else sets how operations are executed.
 */
export function useRevision({ visitOf, noteDone }: RevisionOptions): Plugin {
  return {
    onExecute({ args: { schema, document, operationName, contextValue }, executeFn, setExecuteFn }) {
      const visit = visitOf(contextValue.request);
      // No revision says how old a copy is of what changes without one.
      if (isVolatile(schema, document)) visit.point.isCurrent = true;
      if (getOperationAST(document, operationName)?.operation !== OperationTypeNode.MUTATION) return;
      visit.point.isCurrent = true;
      setExecuteFn(async (args) => {
        const result = await executeFn(args);
        await noteDone(visit);
        return forWhoHasWritten(result);
      });
    },
    onResponse({ request, response }) {
      const revision = visitOf(request).answeredOf;
      if (revision !== null) response.headers.set(REVISION_HEADER, String(revision));
    },
  };
}

/**
 * Of what cannot be read now a client is told to ask again. Not where something may have been written before: it would be written
 * again. That is answered as a fault.
 */
function forWhoHasWritten(result: ExecutionResult): ExecutionResult {
  if (!result.errors) return result;
  const errors = result.errors.map((error) => {
    const cause = rootCause(error);
    if (!(cause instanceof Unavailable)) return error;
    const { message, path, nodes } = error;
    return new GraphQLError(message, { path, nodes, originalError: new Error(cause.message, { cause }) });
  });
  return { ...result, errors };
}
