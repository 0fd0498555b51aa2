import type { ExecutionResult } from 'graphql';
import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { isAsyncIterable, mapAsyncIterator } from 'graphql-yoga';
import type { Logger } from 'pino';
import { Unavailable } from '../../domain/unavailable.ts';
import { isInternalError } from '../errors.ts';
import { requestIdOf } from '../request-id.ts';

/** Takes note of the internal errors of what a request is answered, as it comes. @returns the answer, to be sent instead */
export type ReportErrors = (answer: Answer, request: Request) => Answer;

type Answer = ExecutionResult | AsyncIterable<ExecutionResult>;

/** Logs internal errors in full, and why something was not there; with an internal one it gives the client the id of the request to name when it reports it. */
export function reportErrors(logger: Logger): ReportErrors {
  function report(result: ExecutionResult, requestId: string): void {
    for (const error of result.errors ?? []) {
      if (!(error instanceof GraphQLError)) continue;
      if (error.originalError instanceof Unavailable) {
        logger.warn({ requestId, path: error.path?.join('.'), err: error.originalError }, 'unavailable');
      }
      if (!isInternalError(error)) continue;
      error.extensions['requestId'] = requestId;
      logger.error({ requestId, path: error.path?.join('.'), err: error.originalError }, 'internal error');
    }
  }

  return (answer, request) => {
    const requestId = requestIdOf(request);
    if (isAsyncIterable(answer)) {
      return mapAsyncIterator(answer, (part) => {
        report(part, requestId);
        return part;
      });
    }
    report(answer, requestId);
    return answer;
  };
}

/** Has the internal errors of every request to the GraphQL path reported. */
export function useErrorReport(report: ReportErrors): Plugin {
  return {
    onResultProcess({ request, result, setResult }) {
      // There are no batches.
      if (!Array.isArray(result)) setResult(report(result, request));
    },
  };
}
