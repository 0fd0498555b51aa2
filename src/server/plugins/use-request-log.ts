import { getOperationAST } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Logger } from 'pino';
import type { Metrics } from '../metrics.ts';
import { REQUEST_ID_HEADER, requestIdOf } from '../request-id.ts';
import { isProbePath } from './use-probes.ts';

interface Progress {
  readonly startedAt: number;
  operationName?: string;
}

const MAX_LOGGED_LENGTH = 200;

/**
 * Returns `x-request-id` and writes one line a request: no header, body, query text or variable, for they may hold
 * what is not ours to keep. Probes, which come every few seconds, are logged at debug.
 */
export function useRequestLog(record: RecordRequest): Plugin {
  const inProgress = new WeakMap<Request, Progress>();
  return {
    onRequest({ request }) {
      inProgress.set(request, { startedAt: performance.now() });
    },
    onParse({ context }) {
      return ({ result }) => {
        const progress = inProgress.get(context.request);
        if (!progress || !result || result instanceof Error) return;
        progress.operationName = getOperationAST(result, context.params.operationName)?.name?.value;
      };
    },
    onResponse({ request, response }) {
      response.headers.set(REQUEST_ID_HEADER, requestIdOf(request));
      record({
        requestId: requestIdOf(request),
        method: request.method,
        path: new URL(request.url).pathname,
        status: response.status,
        ...inProgress.get(request),
      });
    },
  };
}

export interface AnsweredRequest {
  readonly requestId: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** As `performance.now()` gave it. */
  readonly startedAt?: number;
  readonly operationName?: string | undefined;
}

/** Takes note of a request that has been answered. */
export type RecordRequest = (answered: AnsweredRequest) => void;

/** Writes a line for each request, and has it counted. */
export function recordRequests(logger: Logger, metrics: Metrics): RecordRequest {
  return ({ requestId, method, path, status, startedAt, operationName }) => {
    const milliseconds = startedAt === undefined ? null : performance.now() - startedAt;
    metrics.request({ method, path, status, milliseconds: milliseconds ?? 0 });
    const line = {
      requestId,
      method,
      path: path.slice(0, MAX_LOGGED_LENGTH),
      status,
      ...(milliseconds === null ? {} : { ms: Math.round(milliseconds * 10) / 10 }),
      ...(operationName === undefined ? {} : { operationName: operationName.slice(0, MAX_LOGGED_LENGTH) }),
    };
    logger[isProbePath(path) ? 'debug' : 'info'](line, 'request');
  };
}
