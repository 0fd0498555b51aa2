import type { ServerResponse } from 'node:http';
import { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { useDeferStream } from '@graphql-yoga/plugin-defer-stream';
import { createServerAdapter } from '@whatwg-node/server';
import type { ExecutionResult, GraphQLError, GraphQLSchema } from 'graphql';
import { execute } from 'graphql';
import type { SubscribePayload } from 'graphql-ws';
import type { GraphQLParams } from 'graphql-yoga';
import { createYoga, isAsyncIterable } from 'graphql-yoga';
import type { Logger } from 'pino';
import type { Caller } from '../domain/api-key.ts';
import { mayDo } from '../domain/api-key.ts';
import type { ReadPoint } from '../domain/read-point.ts';
import type { Stop } from '../domain/stop.ts';
import type { ExampleQuery } from '../graphql/examples.ts';
import type { CostOf } from '../graphql/operation-cost.ts';
import type { DocumentLimits } from './document-limits.ts';
import { withoutUpgrade } from './entrance.ts';
import type { ServerErrorCode } from './errors.ts';
import { createErrorMask, errorBody, requestError } from './errors.ts';
import { isKnown } from './etag.ts';
import type { Identify } from './identify.ts';
import { KnownQueries } from './known-queries.ts';
import type { Metrics } from './metrics.ts';
import { SOCKET_METHOD } from './metrics.ts';
import { useBackup } from './plugins/use-backup.ts';
import { useBodyLimit } from './plugins/use-body-limit.ts';
import { readingRefusal, useClosedReading } from './plugins/use-closed-reading.ts';
import { corsHeadersFor, useCors } from './plugins/use-cors.ts';
import type { Measure } from './plugins/use-cost.ts';
import { useCost } from './plugins/use-cost.ts';
import { CSRF_HEADER, useCsrfRule } from './plugins/use-csrf-rule.ts';
import { DOCUMENT_ID, useDocumentIds } from './plugins/use-document-ids.ts';
import { useDocumentLimits } from './plugins/use-document-limits.ts';
import { reportErrors, useErrorReport } from './plugins/use-error-report.ts';
import { useExactPaths } from './plugins/use-exact-paths.ts';
import type { Execute } from './plugins/use-executor.ts';
import { useExecutor } from './plugins/use-executor.ts';
import { useFeeds } from './plugins/use-feeds.ts';
import { useGraphiQLPage } from './plugins/use-graphiql-page.ts';
import type { Queue, TakeIn } from './plugins/use-ingest.ts';
import { useIngest } from './plugins/use-ingest.ts';
import { useMetrics } from './plugins/use-metrics.ts';
import { useNoSuggestions } from './plugins/use-no-suggestions.ts';
import { isProbePath, useProbes } from './plugins/use-probes.ts';
import { useReadableRequests } from './plugins/use-readable-requests.ts';
import { useReadingRoom } from './plugins/use-reading-room.ts';
import { operationNameOf, recordRequests, useRequestLog } from './plugins/use-request-log.ts';
import { useSchemaFiles } from './plugins/use-schema-files.ts';
import { SECURITY_HEADERS, useSecurityHeaders } from './plugins/use-security-headers.ts';
import { useVisits } from './plugins/use-visits.ts';
import type { RateLimit } from './rate-limit.ts';
import { clientAddress } from './rate-limit.ts';
import type { ReadingRoom } from './reading-room.ts';
import { REQUEST_ID_HEADER, requestIdFrom, requestIdOf } from './request-id.ts';
import type { Asked, ResponseCacheOptions } from './response-cache.ts';
import { ResponseCache } from './response-cache.ts';
import { REVISION_HEADER, useRevision } from './revision.ts';
import { Slots } from './slots.ts';
import type { SocketAnswer, SocketOperation } from './sockets.ts';
import { closing, isWelcomeOrigin, Sockets } from './sockets.ts';
import type { Tracing } from './tracing.ts';
import type { DocumentIdsOptions } from './trusted-documents.ts';
import { DocumentIds } from './trusted-documents.ts';
import type { VisitRules } from './visit.ts';
import { Deadlines, tooManyRequests, tooManyStreams, Visit } from './visit.ts';

const GRAPHQL_PATH = '/graphql';
/** Nobody waits longer for others, in milliseconds. */
const LONGEST_WAIT = 5_000;
/** Yoga answers every URL that ends in this; no URL does. */
const NOWHERE = '\n';

/** How an operation is to be answered. */
export interface Asking {
  /** Says when nobody waits for it any more. */
  readonly stop: Stop;
  /** Which revision of the corpus its answer has to be of, and is. */
  readonly point: ReadPoint;
  /** What the client calls the request, so that it is done once; null when he does not say. */
  readonly idempotencyKey: string | null;
}

export interface GatewayDeps {
  readonly schema: GraphQLSchema;
  /** Who asks. */
  readonly identify: Identify;
  /** What resolvers get, made anew for each operation. */
  createContext(caller: Caller | null, asking: Asking): object | Promise<object>;
  /** The revision of the corpus, by the database that is written to; left out: nobody is told of it. */
  revisionNow?(): Promise<bigint>;
  /** Takes in documents that are sent to `/ingest`, of so many bytes at most; left out: none are taken there. */
  readonly takeIn?: { readonly takeIn: TakeIn; readonly queue: Queue; readonly maxBytes: number };
  /** Whether requests can be served now, for `/ready`. A rejection counts as no, and is logged. */
  isReady(): Promise<boolean>;
  /** What `/ready` tells besides; left out, or null: nothing. */
  readonly details?: () => object | null;
  readonly logger: Logger;
  readonly options: GatewayOptions;
  /** Turns a client's mistake into an error with `extensions.code`; null for what the client must not see. */
  toGraphQLError(error: unknown): GraphQLError | null;
  /** How many bytes more than a query takes the body of a request may have, for the document that its caller may bring. */
  documentBytes(caller: Caller | null): number;
  /** What an operation may cost at most, reckoned before it runs; left out: nobody reckons. */
  readonly costOf?: CostOf;
  /** Counts what clients ask; left out: they may ask as much as they like. */
  readonly rates?: RateLimit;
  /** Executes operations; is given Yoga's own way for what it cannot do. Left out: Yoga does. */
  readonly executorOf?: (otherwise: Execute) => Execute;
  /** How answers are kept. */
  readonly cache: Pick<ResponseCacheOptions, 'maxBytes' | 'watch'>;
  /** Keeps account of what an operation costs. */
  readonly measure: Measure;
  /** What `/backup` gives; left out where the database is a server's. */
  readonly backUp?: () => Promise<Blob>;
  /** What `/metrics` tells. */
  readonly metrics: Metrics;
  /** The same of all processes that serve together; left out: this is the only one. */
  readonly allMetrics?: () => Promise<string>;
  /** Left out: nothing is traced. */
  readonly tracing?: Pick<Tracing, 'request' | 'message'> | null;
  /** The page at `/`; null or left out: it has not been built. */
  readonly readingRoom?: ReadingRoom | null;
  /** The tabs that GraphiQL opens with. */
  readonly examples: readonly ExampleQuery[];
}

export interface GatewayOptions extends DocumentIdsOptions {
  /** Hides the message of internal errors. */
  readonly production: boolean;
  /** Origins whose pages may read answers, as browsers send them: `https://news.example`. Empty: none. */
  readonly corsOrigins: readonly string[];
  /** Whether reading needs no key. */
  readonly isReadingOpen: boolean;
  /** Whether metrics need none. */
  readonly areMetricsOpen: boolean;
  readonly limits: GatewayLimits;
  /** Where readers find the gateway, for addresses in feeds: no slash at its end; null: where a request found it. */
  readonly publicUrl: string | null;
}

/** How much may be asked at once. */
export interface GatewayLimits extends DocumentLimits {
  /** Of the body of a request that brings no document. */
  readonly maxBodyBytes: number;
  /** What one operation may cost, as `costOf` reckons. */
  readonly maxCost: number;
  /** Until a query is given up, in milliseconds; 0: never. */
  readonly requestTimeout: number;
  /** How long a client may take to say who he is after he has opened a socket, in milliseconds. */
  readonly initTimeout: number;
  /** Operations that are executed at once: so many queries, and so many mutations. */
  readonly maxConcurrent: number;
  /** Operations that may wait for others. */
  readonly maxQueued: number;
  /** How long they may have to wait, again and again, in milliseconds. */
  readonly maxQueueWait: number;
  /** Streams of events that may be open at once, and sockets. */
  readonly maxSubscriptions: number;
  /** How many of our proxies stand before the gateway. */
  readonly proxies: number;
}

/** The HTTP side of the graph. It opens no port: `listen` does, and tests call `fetch`. */
export interface Gateway {
  /** Answers a request without a socket. */
  fetch(url: string, init?: RequestInit): Promise<Response>;
  /** Answers a request of Node's HTTP server. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Answers a request of Node's HTTP server that asks for a WebSocket. */
  upgrade(request: IncomingMessage, wire: Duplex, head: Uint8Array): Promise<void>;
  /** Closes all sockets, each when what was asked there is answered, and takes no others. */
  closeSockets(): Promise<void>;
  dispose(): Promise<void>;
}

export function createGateway(deps: GatewayDeps): Gateway {
  const { logger, options, executorOf, identify } = deps;
  const corsHeaders = corsHeadersFor(options.corsOrigins);
  const ownOrigins = [
    ...options.corsOrigins,
    ...(options.publicUrl === null ? [] : [new URL(options.publicUrl).origin]),
  ];
  const { metrics } = deps;
  const record = recordRequests(logger, metrics);
  const cache = new ResponseCache({ path: GRAPHQL_PATH, corsHeaders, record, metrics, ...deps.cache });
  const maskError = createErrorMask({ production: options.production, toGraphQLError: deps.toGraphQLError });
  const { limits } = options;
  const ids = new DocumentIds(options);
  // Queries are done as often as they are sent.
  const createContext = (caller: Caller | null, { stop, point }: Visit) =>
    deps.createContext(caller, { stop, point, idempotencyKey: null });
  const callerOf = async (request: Request) => identify(request.headers.get('authorization'));
  const rules: VisitRules = {
    costOf: deps.costOf ?? null,
    maxCost: limits.maxCost,
    deadlines: new Deadlines(limits.requestTimeout),
    rates: deps.rates ?? null,
  };
  const report = reportErrors(logger);
  const visits = new WeakMap<Request, Visit>();
  const slots = { most: limits.maxConcurrent, mostWaiting: limits.maxQueued };
  const reads = new Slots({ ...slots, usualWait: limits.maxQueueWait, longestWait: LONGEST_WAIT });
  // Whoever brings documents can wait.
  const writes = new Slots({ ...slots, usualWait: LONGEST_WAIT, longestWait: LONGEST_WAIT });
  metrics.watch('read', () => reads.crowd);
  metrics.watch('write', () => writes.crowd);
  const clientOf = (caller: Caller | null, request: IncomingMessage | undefined) => {
    if (caller) return `key ${caller.name}`;
    const forwarded = request?.headers['x-forwarded-for']?.toString();
    return `address ${clientAddress(request?.socket.remoteAddress, forwarded, limits.proxies)}`;
  };
  const visitOf = (request: Request): Visit => {
    const known = visits.get(request);
    if (known) return known;
    const visit = new Visit(rules, '', request.headers.get(REVISION_HEADER));
    visits.set(request, visit);
    return visit;
  };
  const noteDone = async (visit: Visit): Promise<void> => {
    try {
      if (deps.revisionNow) visit.point.doneBy(await deps.revisionNow());
    } catch (error) {
      // It is done all the same.
      logger.warn({ err: error }, 'revision not read');
    }
  };
  // What changes the graph is not given up half-way.
  const admit = async <T>(request: Request, work: () => Promise<T>): Promise<T> => {
    const visit = visitOf(request);
    visit.end();
    const done = await visit.within(writes, work);
    await noteDone(visit);
    return done;
  };
  const known =
    executorOf && new KnownQueries({ schema: deps.schema, createContext, executorOf, limits, ids, slots: reads });
  const yoga = createYoga({
    schema: deps.schema,
    async context({ request }) {
      const { stop, point } = visitOf(request);
      const idempotencyKey = request.headers.get('idempotency-key');
      return deps.createContext(await callerOf(request), { stop, point, idempotencyKey });
    },
    graphqlEndpoint: GRAPHQL_PATH,
    maskedErrors: { maskError },
    batching: false,
    extraParamNames: [DOCUMENT_ID],
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
      useRequestLog(record),
      useSecurityHeaders(),
      useCors(corsHeaders),
      // What is answered without GraphQL, by path.
      useProbes({ logger, isReady: deps.isReady, details: deps.details ?? (() => null) }),
      useBackup({ backUp: deps.backUp ?? null, callerOf }),
      useMetrics({
        metrics,
        text: deps.allMetrics ?? (() => metrics.text()),
        isOpen: options.areMetricsOpen,
        callerOf,
      }),
      useReadingRoom(deps.readingRoom ?? null),
      ...(options.isReadingOpen ? [] : [useClosedReading(callerOf)]),
      useFeeds({
        schema: deps.schema,
        execute: async (request, args) => {
          const visit = visitOf(request);
          visit.charge(args);
          const contextValue = await createContext(await callerOf(request), visit);
          return visit.within(reads, () => execute({ ...args, contextValue }));
        },
        limits,
        maskError,
        logger,
        publicUrl: options.publicUrl,
      }),
      ...(deps.takeIn ? [useIngest({ ...deps.takeIn, callerOf, admit, maskError, logger })] : []),
      useSchemaFiles(deps.schema),
      useExactPaths(GRAPHQL_PATH),
      useGraphiQLPage(deps.examples),
      // Reading the GraphQL request: refuse what is dangerous before what is malformed.
      useCsrfRule(),
      useReadableRequests(),
      useBodyLimit(async (request) => limits.maxBodyBytes + deps.documentBytes(await callerOf(request))),
      useDocumentIds(ids),
      useDocumentLimits(limits),
      ...(options.production ? [useNoSuggestions()] : []),
      // Leaves a schema that has the directives as it is: executors and caches know it by its identity.
      useDeferStream(),
      // Around and after execution.
      cache.plugin(),
      ...(executorOf ? [useExecutor(executorOf)] : []),
      ...(known ? [known.plugin()] : []),
      useCost(deps.measure, (request) => {
        const { cost } = visitOf(request);
        return cost === null ? null : { reckoned: Math.ceil(cost), maximum: limits.maxCost };
      }),
      useVisits({ visitOf, reads, writes, maxSubscriptions: limits.maxSubscriptions }),
      useRevision({ visitOf, noteDone }),
      useErrorReport(report),
    ],
  });

  /** Yoga would answer what a plugin throws, and an impossible address, with the stack trace. */
  async function answer(request: Request, context: object): Promise<Response> {
    const requestId = requestIdOf(request);
    if (!URL.canParse(request.url)) {
      logger.info({ requestId, method: request.method, status: 400 }, 'request');
      return refusal(400, 'BAD_REQUEST', "The request's Host header or path is no address.", requestId);
    }
    const visit = visits.get(request) ?? (await visitBy(request, nodeRequestOf(context)));
    try {
      return await yoga.handleRequest(request, context);
    } catch (error) {
      // Of a connection that broke off nobody needs to know, and nobody reads this.
      if (nodeRequestOf(context)?.destroyed || request.signal.aborted) {
        return refusal(400, 'CLIENT_CLOSED_REQUEST', 'The client has gone.', requestId);
      }
      logger.error({ requestId, err: error }, 'internal error');
      return refusal(500, 'INTERNAL_SERVER_ERROR', 'Unexpected error.', requestId);
    } finally {
      visit.end();
    }
  }

  /** The visit of a request that no shortcut has looked at. */
  async function visitBy(request: Request, by: IncomingMessage | undefined): Promise<Visit> {
    const client = rules.rates ? clientOf(await callerOf(request), by) : '';
    const visit = new Visit(rules, client, request.headers.get(REVISION_HEADER));
    if (request.signal.aborted) visit.abandon();
    request.signal.addEventListener('abort', () => visit.abandon(), { once: true });
    visits.set(request, visit);
    return visit;
  }

  /** Turns a request away, as cheaply as can be. @param startedAt left out: at once */
  function refuse(
    error: GraphQLError,
    request: IncomingMessage,
    response: ServerResponse,
    startedAt = performance.now(),
  ): void {
    const { http, ...extensions } = error.extensions;
    const requestId = requestIdFrom(request.headers[REQUEST_ID_HEADER]?.toString());
    const { status = 503, headers = {} } = http ?? {};
    for (const [name, value] of [...Object.entries(headers), ...Object.entries(SECURITY_HEADERS)]) {
      response.setHeader(name, value);
    }
    for (const [name, value] of corsHeaders(request.headers.origin ?? null)) response.setHeader(name, value);
    response.setHeader(REQUEST_ID_HEADER, requestId);
    response.setHeader('content-type', 'application/json; charset=utf-8');
    response.setHeader('cache-control', 'no-store');
    response.writeHead(status).end(JSON.stringify({ errors: [{ message: error.message, extensions }] }));
    // What it goes on to send nobody reads.
    request.resume();
    record({ requestId, method: request.method ?? '', path: pathOf(request), status, startedAt });
  }

  /** Answers a request that may be kept, or was. */
  async function answerAsked(
    asked: Asked,
    caller: Caller | null,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    if (await cache.answer(asked, request, response)) return;
    const revision = request.headers[REVISION_HEADER]?.toString();
    const visit = new Visit(rules, rules.rates ? clientOf(caller, request) : '', revision);
    response.once('close', () => {
      if (!response.writableFinished) visit.abandon();
    });
    try {
      const startedAt = performance.now();
      const quick = asked.body === null ? null : await known?.answer(asked.accept, caller, asked.body, visit);
      if (quick?.kind === 'answer')
        cache.sendMade(asked, { ...quick, revision: visit.answeredOf }, startedAt, request, response);
      else if (quick?.kind === 'refused') refuse(quick.error, request, response, startedAt);
      else await makeAnswer(asked, quick?.result ?? null, visit, request, response);
    } finally {
      visit.end();
      cache.giveUp(asked);
    }
  }

  /** @param executed the result of what is asked, where it has been executed */
  async function makeAnswer(
    asked: Asked,
    executed: ExecutionResult | null,
    visit: Visit,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const gone = new AbortController();
    visit.stop.listen(() => gone.abort());
    const { method = 'GET', headers, url = '/' } = request;
    const made = new yoga.fetchAPI.Request(`http://${headers.host ?? 'localhost'}${url}`, {
      method,
      headers: fieldsOf(request),
      body: asked.body,
      signal: gone.signal,
    });
    visits.set(made, visit);
    if (executed) known?.handOver(made, executed);
    const answered = await answer(made, { req: request, res: response });
    const body = Buffer.from(await answered.text());
    if (cache.keep(asked, made, answered, body)) known?.learn(asked.accept, answered.headers.get('content-type'));
    if (response.destroyed) return;
    response.setHeaders(answered.headers);
    const etag = answered.headers.get('etag');
    // Without an ETag there is nothing to know, not even for who asks for '*'.
    if (etag !== null && isKnown(headers['if-none-match'], etag)) {
      response.writeHead(304).end();
      return;
    }
    response.setHeader('content-length', body.byteLength);
    response.writeHead(answered.status).end(body);
  }

  const refusalToRead = (caller: Caller | null) => (options.isReadingOpen ? null : readingRefusal(caller));
  const sockets = new Sockets({
    schema: deps.schema,
    maxMessageBytes: limits.maxBodyBytes,
    maxSockets: limits.maxSubscriptions,
    initTimeout: limits.initTimeout,
    logger,
    refusalOf: async (authorization) => refusalToRead(await identify(authorization)),
    answer: (operation) => {
      const work = () => answerOperation(operation);
      return deps.tracing ? deps.tracing.message(operation.upgrade, work) : work();
    },
  });
  /**
   * Answers what came over a socket as the request by POST that it would have been, from where Yoga has read one: all plugins
   * from there on see it. What is asked before of a request stands here: his points, and whether he may read.
   */
  async function answerOperation({ upgrade, authorization, payload, gone }: SocketOperation): Promise<SocketAnswer> {
    const startedAt = performance.now();
    const revision = upgrade.headers[REVISION_HEADER]?.toString();
    const request = new yoga.fetchAPI.Request(`http://localhost${GRAPHQL_PATH}`, {
      method: 'POST',
      headers: {
        ...(authorization === undefined ? {} : { authorization }),
        // Another site's page has no socket (isWelcomeOrigin), so that the rule has nothing to guard.
        [CSRF_HEADER]: SOCKET_METHOD,
        ...(revision === undefined ? {} : { [REVISION_HEADER]: revision }),
      },
      signal: gone,
    });
    const result = report(await resultOf(request, upgrade, paramsOf(payload)), request);
    record({
      requestId: requestIdOf(request),
      method: SOCKET_METHOD,
      path: GRAPHQL_PATH,
      status: statusOf(result),
      startedAt,
      operationName: operationNameOf(request),
    });
    return { result, isEndless: isAsyncIterable(result) && visitOf(request).isEndless };
  }

  async function resultOf(
    request: Request,
    upgrade: IncomingMessage,
    params: GraphQLParams,
  ): Promise<SocketAnswer['result']> {
    try {
      const caller = await callerOf(request);
      const tooMuch = rules.rates?.take(clientOf(caller, upgrade), 1);
      if (tooMuch) throw tooManyRequests(tooMuch.retryAfterSeconds);
      // A key may have been revoked since the socket was opened.
      const refusal = refusalToRead(caller);
      if (refusal) throw refusal;
      const visit = await visitBy(request, upgrade);
      try {
        const result = await yoga.getResultForParams({ params, request }, {});
        if (!result) throw new Error('an operation came to nothing');
        return result;
      } finally {
        visit.end();
      }
    } catch (error) {
      return { errors: [maskError(error)] };
    }
  }

  async function upgrade(request: IncomingMessage, wire: Duplex, head: Uint8Array): Promise<void> {
    wire.on('error', () => wire.destroy());
    const refusal = await refusalOfUpgrade(request).catch((error: unknown) => {
      logger.error({ err: error }, 'internal error');
      return maskError(error);
    });
    if (refusal) {
      withoutUpgrade(request, wire, (response) => refuse(refusal, request, response));
      return;
    }
    const status = sockets.open(request, wire, head) ? 101 : 400;
    const requestId = requestIdFrom(request.headers[REQUEST_ID_HEADER]?.toString());
    record({ requestId, method: request.method ?? '', path: pathOf(request), status });
  }

  /** Why no socket is opened for a request; null: it can be. Whether he may read is asked when he has said who he is. */
  async function refusalOfUpgrade(request: IncomingMessage): Promise<GraphQLError | null> {
    const { origin, host, authorization } = request.headers;
    if (pathOf(request) !== GRAPHQL_PATH) {
      const message = `There is no WebSocket at this address. GraphQL is served at ${GRAPHQL_PATH}.`;
      return requestError('NOT_FOUND', message, { status: 404 });
    }
    if (!isWelcomeOrigin(origin, host, ownOrigins)) {
      const message = 'Pages of this origin may open no WebSocket here: CORS_ORIGINS lists those that may.';
      return requestError('FORBIDDEN', message, { status: 403 });
    }
    const tooMuch = rules.rates?.take(clientOf(await identify(authorization), request), 1);
    if (tooMuch) return tooManyRequests(tooMuch.retryAfterSeconds);
    if (sockets.isClosing) return closing();
    return sockets.isFull ? tooManyStreams(limits.maxSubscriptions) : null;
  }

  const adapter = createServerAdapter(answer);
  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const identified = identify(request.headers.authorization);
      const caller = identified instanceof Promise ? await identified : identified;
      const tooMuch = isProbePath(pathOf(request)) ? null : rules.rates?.take(clientOf(caller, request), 1);
      if (tooMuch) {
        refuse(tooManyRequests(tooMuch.retryAfterSeconds), request, response);
        return;
      }
      const mayRead = options.isReadingOpen || mayDo(caller, 'read');
      const asked = mayRead ? await cache.read(request, caller?.scope ?? '') : null;
      if (asked) await answerAsked(asked, caller, request, response);
      else await adapter.requestListener(request, response);
    } catch (error) {
      // Of a connection that broke off nobody needs to know.
      if (!request.destroyed && !response.destroyed) logger.error({ err: error }, 'internal error');
      response.destroy();
    }
  }

  return {
    fetch: async (url, init = {}) => adapter.fetch(url, init),
    async handle(request, response) {
      const { tracing } = deps;
      if (tracing) await tracing.request(request, response, () => handle(request, response));
      else await handle(request, response);
    },
    upgrade,
    closeSockets: () => sockets.close(),
    async dispose() {
      await sockets.close();
      cache.close();
      rules.deadlines.close();
      await yoga.dispose();
    },
  };
}

/** The parameters of an operation that came over a socket, as they would stand in the body of a request. */
function paramsOf({ operationName, variables, extensions, ...rest }: SubscribePayload): GraphQLParams {
  return {
    ...rest,
    ...(operationName == null ? {} : { operationName }),
    ...(variables == null ? {} : { variables }),
    ...(extensions == null ? {} : { extensions }),
  };
}

/** What a request would have been answered with. */
function statusOf(result: SocketAnswer['result']): number {
  if (isAsyncIterable(result) || result.data !== undefined || !result.errors) return 200;
  return result.errors.reduce(
    (status, { extensions }) => Math.max(status, extensions.http?.status ?? (extensions['unexpected'] ? 500 : 400)),
    400,
  );
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

/** What Node's HTTP server gave, where the request came that way. */
function nodeRequestOf(context: object): IncomingMessage | undefined {
  return 'req' in context && context.req instanceof IncomingMessage ? context.req : undefined;
}

function pathOf({ url = '/' }: IncomingMessage): string {
  const end = url.indexOf('?');
  return end < 0 ? url : url.slice(0, end);
}

function refusal(status: number, code: ServerErrorCode, message: string, requestId: string): Response {
  const headers = {
    ...SECURITY_HEADERS,
    'content-type': 'application/json; charset=utf-8',
    [REQUEST_ID_HEADER]: requestId,
  };
  return new Response(errorBody(code, message), { status, headers });
}
