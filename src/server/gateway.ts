import type { IncomingMessage, ServerResponse } from 'node:http';
import { useDeferStream } from '@graphql-yoga/plugin-defer-stream';
import { createServerAdapter } from '@whatwg-node/server';
import type { ExecutionResult, GraphQLError, GraphQLSchema } from 'graphql';
import { createYoga } from 'graphql-yoga';
import type { Logger } from 'pino';
import type { Caller } from '../domain/api-key.ts';
import { mayDo } from '../domain/api-key.ts';
import type { ExampleQuery } from '../graphql/examples.ts';
import type { ServerErrorCode } from './errors.ts';
import { createErrorMask, errorBody } from './errors.ts';
import type { Identify } from './identify.ts';
import { KnownQueries } from './known-queries.ts';
import { useBodyLimit } from './plugins/use-body-limit.ts';
import { useClosedReading } from './plugins/use-closed-reading.ts';
import { corsHeadersFor, useCors } from './plugins/use-cors.ts';
import type { Measure } from './plugins/use-cost.ts';
import { useCost } from './plugins/use-cost.ts';
import { useCsrfRule } from './plugins/use-csrf-rule.ts';
import { useDocumentLimits } from './plugins/use-document-limits.ts';
import { useErrorReport } from './plugins/use-error-report.ts';
import { useExactPaths } from './plugins/use-exact-paths.ts';
import type { Execute } from './plugins/use-executor.ts';
import { useExecutor } from './plugins/use-executor.ts';
import { useFeeds } from './plugins/use-feeds.ts';
import { useGraphiQLPage } from './plugins/use-graphiql-page.ts';
import { useProbes } from './plugins/use-probes.ts';
import { useReadableRequests } from './plugins/use-readable-requests.ts';
import { useRequestLog } from './plugins/use-request-log.ts';
import { useSecurityHeaders } from './plugins/use-security-headers.ts';
import { REQUEST_ID_HEADER, requestIdOf } from './request-id.ts';
import type { Asked, ResponseCacheOptions } from './response-cache.ts';
import { ResponseCache } from './response-cache.ts';

const GRAPHQL_PATH = '/graphql';
/** Of requests that bring no document. */
const MAX_BODY_BYTES = 1_000_000;
const MAX_TOKENS = 5_000;
/** Yoga answers every URL that ends in this; no URL does. */
const NOWHERE = '\n';

export interface GatewayDeps {
  readonly schema: GraphQLSchema;
  /** Who asks. */
  readonly identify: Identify;
  /** What resolvers get, made anew for each operation. */
  createContext(caller: Caller | null): object | Promise<object>;
  /** Whether requests can be served now, for `/ready`. A rejection counts as no, and is logged. */
  isReady(): Promise<boolean>;
  readonly logger: Logger;
  readonly options: GatewayOptions;
  /** Turns a client's mistake into an error with `extensions.code`; null for what the client must not see. */
  toGraphQLError(error: unknown): GraphQLError | null;
  /** How many bytes more than a query takes the body of a request may have, for the document that its caller may bring. */
  documentBytes(caller: Caller | null): number;
  /** Executes operations; is given Yoga's own way for what it cannot do. Left out: Yoga does. */
  readonly executorOf?: (otherwise: Execute) => Execute;
  /** How answers are kept. */
  readonly cache: Pick<ResponseCacheOptions, 'maxBytes' | 'watch'>;
  /** Keeps account of what an operation costs. */
  readonly measure: Measure;
  /** The tabs that GraphiQL opens with. */
  readonly examples: readonly ExampleQuery[];
}

export interface GatewayOptions {
  /** Hides the message of internal errors. */
  readonly production: boolean;
  /** Origins whose pages may read answers, as browsers send them: `https://news.example`. Empty: none. */
  readonly corsOrigins: readonly string[];
  /** Whether reading needs no key. */
  readonly isReadingOpen: boolean;
  /** Levels of fields that a query may have. */
  readonly maxDepth: number;
  /** Where readers find the gateway, for addresses in feeds: no slash at its end; null: where a request found it. */
  readonly publicUrl: string | null;
}

/** The HTTP side of the graph. It opens no port: `listen` does, and tests call `fetch`. */
export interface Gateway {
  /** Answers a request without a socket. */
  fetch(url: string, init?: RequestInit): Promise<Response>;
  /** Answers a request of Node's HTTP server. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  dispose(): Promise<void>;
}

export function createGateway(deps: GatewayDeps): Gateway {
  const { logger, options, executorOf, identify } = deps;
  const corsHeaders = corsHeadersFor(options.corsOrigins);
  const cache = new ResponseCache({ path: GRAPHQL_PATH, corsHeaders, logger, ...deps.cache });
  const maskError = createErrorMask({ production: options.production, toGraphQLError: deps.toGraphQLError });
  const createContext = (caller: Caller | null) => deps.createContext(caller);
  const callerOf = async (request: Request) => identify(request.headers.get('authorization'));
  const known = executorOf && new KnownQueries({ schema: deps.schema, createContext, executorOf });
  const yoga = createYoga({
    schema: deps.schema,
    context: async ({ request }) => createContext(await callerOf(request)),
    graphqlEndpoint: GRAPHQL_PATH,
    maskedErrors: { maskError },
    batching: false,
    // Uploads are for schemas that take files.
    multipart: false,
    // Replaced by plugins below.
    logging: false,
    cors: false,
    graphiql: false,
    landingPage: false,
    healthCheckEndpoint: NOWHERE,
    maxRequestBodySize: false,
    plugins: [
      // Around every request, the first one outermost.
      useRequestLog(logger),
      useSecurityHeaders(),
      useCors(corsHeaders),
      // What is answered without GraphQL, by path.
      useProbes({ logger, isReady: deps.isReady }),
      ...(options.isReadingOpen ? [] : [useClosedReading(callerOf)]),
      useFeeds({
        schema: deps.schema,
        createContext: async (request) => createContext(await callerOf(request)),
        maskError,
        logger,
        publicUrl: options.publicUrl,
      }),
      useExactPaths(GRAPHQL_PATH),
      useGraphiQLPage(deps.examples),
      // Reading the GraphQL request: refuse what is dangerous before what is malformed.
      useCsrfRule(),
      useReadableRequests(),
      useBodyLimit(async (request) => MAX_BODY_BYTES + deps.documentBytes(await callerOf(request))),
      useDocumentLimits({ maxDepth: options.maxDepth, maxTokens: MAX_TOKENS }),
      // Leaves a schema that has the directives as it is: executors and caches know it by its identity.
      useDeferStream(),
      // Around and after execution.
      cache.plugin(),
      ...(executorOf ? [useExecutor(executorOf)] : []),
      ...(known ? [known.plugin()] : []),
      useCost(deps.measure),
      useErrorReport(logger),
    ],
  });

  /** Yoga would answer what a plugin throws, and an impossible address, with the stack trace. */
  async function answer(request: Request, context: object): Promise<Response> {
    const requestId = requestIdOf(request);
    if (!URL.canParse(request.url)) {
      logger.info({ requestId, method: request.method, status: 400 }, 'request');
      return refusal(400, 'BAD_REQUEST', "The request's Host header or path is no address.", requestId);
    }
    try {
      return await yoga.handleRequest(request, context);
    } catch (error) {
      logger.error({ requestId, err: error }, 'internal error');
      return refusal(500, 'INTERNAL_SERVER_ERROR', 'Unexpected error.', requestId);
    }
  }

  /** Answers a request that may be kept, or was. */
  async function answerAsked(
    asked: Asked,
    caller: Caller | null,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    if (await cache.answer(asked, request, response)) return;
    try {
      const startedAt = performance.now();
      const quick = asked.body === null ? null : await known?.answer(asked.accept, caller, asked.body);
      if (quick?.kind === 'answer') cache.sendMade(asked, quick, startedAt, request, response);
      else await makeAnswer(asked, quick?.result ?? null, request, response);
    } finally {
      cache.giveUp(asked);
    }
  }

  /** @param executed the result of what is asked, where it has been executed */
  async function makeAnswer(
    asked: Asked,
    executed: ExecutionResult | null,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const gone = new AbortController();
    response.once('close', () => {
      if (!response.writableFinished) gone.abort();
    });
    const { method = 'GET', headers, url = '/' } = request;
    const made = new yoga.fetchAPI.Request(`http://${headers.host ?? 'localhost'}${url}`, {
      method,
      headers: fieldsOf(request),
      body: asked.body,
      signal: gone.signal,
    });
    if (executed) known?.handOver(made, executed);
    const answered = await answer(made, { req: request, res: response });
    const body = Buffer.from(await answered.text());
    if (cache.keep(asked, made, answered, body)) known?.learn(asked.accept, answered.headers.get('content-type'));
    if (response.destroyed) return;
    response.setHeaders(answered.headers);
    response.setHeader('content-length', body.byteLength);
    response.writeHead(answered.status).end(body);
  }

  const adapter = createServerAdapter(answer);
  return {
    fetch: async (url, init = {}) => adapter.fetch(url, init),
    async handle(request, response) {
      try {
        const identified = identify(request.headers.authorization);
        const caller = identified instanceof Promise ? await identified : identified;
        const mayRead = options.isReadingOpen || mayDo(caller, 'read');
        const asked = mayRead ? await cache.read(request, caller?.scope ?? '') : null;
        if (asked) await answerAsked(asked, caller, request, response);
        else await adapter.requestListener(request, response);
      } catch (error) {
        // Of a connection that broke off nobody needs to know.
        if (!request.destroyed && !response.destroyed) logger.error({ err: error }, 'internal error');
        response.destroy();
      }
    },
    async dispose() {
      cache.close();
      await yoga.dispose();
    },
  };
}

/** The header fields of a request. */
function fieldsOf({ headers }: IncomingMessage): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) fields[name] = String(value);
  }
  return fields;
}

function refusal(status: number, code: ServerErrorCode, message: string, requestId: string): Response {
  const headers = { 'content-type': 'application/json; charset=utf-8', [REQUEST_ID_HEADER]: requestId };
  return new Response(errorBody(code, message), { status, headers });
}
