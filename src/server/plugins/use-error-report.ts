import type { ExecutionResult } from 'graphql';
import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { isAsyncIterable, mapAsyncIterator } from 'graphql-yoga';
import type { Logger } from 'pino';
import { isInternalError } from '../errors.ts';
import { requestIdOf } from '../request-id.ts';

/** Logs internal errors in full, and gives the client the id of the request to name when it reports one. */
export function useErrorReport(logger: Logger): Plugin {
  function report(result: ExecutionResult, requestId: string): void {
    for (const error of result.errors ?? []) {
      if (!(error instanceof GraphQLError) || !isInternalError(error)) continue;
      error.extensions['requestId'] = requestId;
      logger.error({ requestId, path: error.path?.join('.'), err: error.originalError }, 'internal error');
    }
  }

  return {
    onResultProcess({ request, result, setResult }) {
      const requestId = requestIdOf(request);
      if (isAsyncIterable(result)) {
        setResult(
          mapAsyncIterator(result, (part) => {
            report(part, requestId);
            return part;
          }),
        );
        return;
      }
      for (const part of Array.isArray(result) ? result : [result]) report(part, requestId);
    },
  };
}
