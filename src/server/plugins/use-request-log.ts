import { getOperationAST } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Logger } from 'pino';
import type { Metrics } from '../metrics.ts';
import { REQUEST_ID_HEADER, requestIdOf } from '../request-id.ts';
import { isProbePath } from './use-probes.ts';

const MAX_LOGGED_LENGTH = 200;

const operationNames = new WeakMap<Request, string>();

/** What the operation of a request is called, once that has been read. */
export function operationNameOf(request: Request): string | undefined {
  return operationNames.get(request);
}

/**
 * Returns `x-request-id` and writes one line a request: no header, body, query text or variable, for they may hold
 * what is not ours to keep. Probes, which come every few seconds, are logged at debug.
 */
export function useRequestLog(record: RecordRequest): Plugin {
  const starts = new WeakMap<Request, number>();
  return {
    onRequest({ request }) {
      starts.set(request, performance.now());
    },
    onParse({ context }) {
      return ({ result }) => {
        if (!result || result instanceof Error) return;
        const name = getOperationAST(result, context.params.operationName)?.name?.value;
        if (name !== undefined) operationNames.set(context.request, name);
      };
    },
    onResponse({ request, response }) {
      response.headers.set(REQUEST_ID_HEADER, requestIdOf(request));
      record({
        requestId: requestIdOf(request),
        method: request.method,
        path: new URL(request.url).pathname,
        status: response.status,
        startedAt: starts.get(request),
        operationName: operationNameOf(request),
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
  readonly startedAt?: number | undefined;
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
