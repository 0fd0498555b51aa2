/**
 * Traces: from the HTTP request, whose `traceparent` they continue, through the GraphQL operation to its statements. Nothing of
 * this is loaded until somebody says where traces are to be sent.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Context, Span } from '@opentelemetry/api';
import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { ExecutionArgs } from 'graphql';
import { getOperationAST } from 'graphql';
import type { Logger } from 'pino';
import { SOCKET_METHOD } from './metrics.ts';
import type { Execute } from './plugins/use-executor.ts';

export interface TracingOptions {
  /** Of a collector that takes OTLP over HTTP, without a slash at its end: `http://127.0.0.1:4318`. */
  readonly endpoint: string;
  /** Of the requests that come without a trace, how many get one: 0 to 1. */
  readonly ratio: number;
}

export interface Tracing {
  /** Answers a request within a span of its own, a child of the caller's. */
  request(request: IncomingMessage, response: ServerResponse, answer: () => Promise<void>): Promise<void>;
  /** Answers an operation that came over a socket, within a span of its own, a child of that of whoever opened the socket. */
  message<T>(upgrade: IncomingMessage, answer: () => Promise<T>): Promise<T>;
  /** The same logger, with the ids of trace and span in each line that is written for a request. */
  logged(logger: Logger): Logger;
  /** The same executor, each operation in a span. */
  traced(execute: Execute): Execute;
  /** A statement that has just been answered. Its text holds no values: those are parameters. */
  statement(sql: string, milliseconds: number): void;
  /** Sends what has not been sent yet. */
  close(): Promise<void>;
}

/** PostgreSQL's own word for it in OpenTelemetry's conventions. */
const DATABASE = 'postgresql';
const LONGEST_STATEMENT = 2_000;

export function createTracing({ endpoint, ratio }: TracingOptions): Tracing {
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'newsgraph' }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) }),
    spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter({ url: `${endpoint}/v1/traces` }) })],
  });
  const manager = new AsyncLocalStorageContextManager().enable();
  context.setGlobalContextManager(manager);
  const propagator = new W3CTraceContextPropagator();
  const tracer = provider.getTracer('newsgraph');

  /** A span for what a client asks, and the context to answer it in. */
  function begin(method: string, { url = '/', headers }: IncomingMessage): { span: Span; within: Context } {
    const [path = '/'] = url.split('?', 1);
    const parent: Context = propagator.extract(context.active(), headers, {
      keys: (carrier) => Object.keys(carrier),
      get: (carrier, key) => carrier[key],
    });
    const attributes = { 'http.request.method': method, 'url.path': path };
    const span = tracer.startSpan(`${method} ${path}`, { kind: SpanKind.SERVER, attributes }, parent);
    return { span, within: trace.setSpan(parent, span) };
  }

  return {
    async request(request, response, answer) {
      const { span, within } = begin(request.method ?? 'GET', request);
      response.once('close', () => {
        span.setAttribute('http.response.status_code', response.statusCode);
        if (response.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
        span.end();
      });
      await context.with(within, answer);
    },

    async message(upgrade, answer) {
      const { span, within } = begin(SOCKET_METHOD, upgrade);
      try {
        return await context.with(within, answer);
      } finally {
        span.end();
      }
    },

    logged(logger) {
      const log = (line: object) => {
        const active = trace.getActiveSpan()?.spanContext();
        return active ? { ...line, traceId: active.traceId, spanId: active.spanId } : line;
      };
      return logger.child({}, { formatters: { log } });
    },

    traced(execute) {
      return (args: ExecutionArgs) => {
        const operation = getOperationAST(args.document, args.operationName);
        const type = operation?.operation ?? 'query';
        const name = operation?.name?.value;
        const attributes = {
          'graphql.operation.type': type,
          ...(name === undefined ? {} : { 'graphql.operation.name': name }),
        };
        const span = tracer.startSpan(`GraphQL ${type}`, { attributes });
        const end = (hasErrors: boolean) => {
          if (hasErrors) span.setStatus({ code: SpanStatusCode.ERROR });
          span.end();
        };
        return context.with(trace.setSpan(context.active(), span), () => {
          try {
            const result = execute(args);
            if (!('then' in result)) {
              end(result.errors !== undefined);
              return result;
            }
            return result.then(
              (executed) => {
                end(executed.errors !== undefined);
                return executed;
              },
              (error: unknown) => {
                end(true);
                throw error;
              },
            );
          } catch (error) {
            end(true);
            throw error;
          }
        });
      };
    },

    statement(sql, milliseconds) {
      const now = Date.now();
      // What the gateway asks on its own account belongs to no trace.
      if (!trace.getActiveSpan()) return;
      const attributes = { 'db.system.name': DATABASE, 'db.query.text': sql.slice(0, LONGEST_STATEMENT) };
      tracer.startSpan('SQL', { kind: SpanKind.CLIENT, startTime: now - milliseconds, attributes }).end(now);
    },

    async close() {
      await provider.shutdown();
      context.disable();
    },
  };
}
