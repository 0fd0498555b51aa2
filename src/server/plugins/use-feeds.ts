import type { ExecutionArgs, ExecutionResult, GraphQLSchema } from 'graphql';
import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Logger } from 'pino';
import type { InputLimits } from '../document-limits.ts';
import { checkVariables } from '../document-limits.ts';
import { isInternalError, requestError } from '../errors.ts';
import { etagOf, isKnown } from '../etag.ts';
import type { Feed } from '../feed.ts';
import { atomFeed, FEED_QUERY, FeedArticles, jsonFeed } from '../feed.ts';
import { requestIdOf } from '../request-id.ts';

export interface FeedOptions {
  readonly schema: GraphQLSchema;
  /** Executes a query for who sends the request, guarded as any other. */
  execute(request: Request, args: ExecutionArgs): Promise<ExecutionResult>;
  readonly limits: InputLimits;
  /** What a client gets to see of an error. */
  maskError(error: unknown): GraphQLError;
  readonly logger: Logger;
  /** Where readers find the gateway; null: where the request found it. */
  readonly publicUrl: string | null;
}

interface Format {
  readonly contentType: string;
  readonly write: (feed: Feed) => string;
}

const FORMATS: ReadonlyMap<string, Format> = new Map([
  ['/feed.atom', { contentType: 'application/atom+xml; charset=utf-8', write: atomFeed }],
  ['/feed.json', { contentType: 'application/feed+json; charset=utf-8', write: jsonFeed }],
]);

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string | null;
}

/**
 * `/feed.atom` and `/feed.json`: the newest articles of a filter, `?filter={…}&first=20`, by the same query as anybody's.
 * A strong ETag tells whether they have changed; there is no Last-Modified, since an article that is withdrawn changes a feed
 * and no date in it.
 */
export function useFeeds({ schema, execute, limits, maskError, logger, publicUrl }: FeedOptions): Plugin {
  async function feedAt(url: URL, request: Request): Promise<Feed> {
    const { filter, first } = parametersOf(url.searchParams);
    const variableValues = {
      ...(filter === null ? {} : { filter: parsed(filter, limits) }),
      ...(first === null ? {} : { first }),
    };
    const { data, errors } = await execute(request, { schema, document: FEED_QUERY, variableValues });
    if (errors?.[0]) throw errors[0];
    const home = publicUrl ?? url.origin;
    const { nodes } = FeedArticles.parse(data).articles;
    return { self: `${home}${url.pathname}${url.search}`, home, filter, articles: nodes };
  }

  async function answer({ contentType, write }: Format, url: URL, request: Request): Promise<Answer> {
    try {
      const body = write(await feedAt(url, request));
      const etag = etagOf(body);
      const headers = { etag, 'cache-control': 'no-cache' };
      if (isKnown(request.headers.get('if-none-match'), etag)) return { status: 304, headers, body: null };
      return { status: 200, headers: { ...headers, 'content-type': contentType }, body };
    } catch (error) {
      const shown = maskError(error);
      const isOurs = isInternalError(shown);
      const { status = 400, headers = {} } = shown.extensions.http ?? {};
      if (isOurs) logger.error({ requestId: requestIdOf(request), err: shown.originalError }, 'internal error');
      const { code } = shown.extensions;
      return {
        status: isOurs ? 500 : status,
        headers: { ...headers, 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
        body: JSON.stringify({ errors: [{ message: shown.message, extensions: { code } }] }),
      };
    }
  }

  return {
    async onRequest({ request, url, endResponse, fetchAPI }) {
      const format = FORMATS.get(url.pathname);
      if (!format || (request.method !== 'GET' && request.method !== 'HEAD')) return;
      const { status, headers, body } = await answer(format, new URL(url.href), request);
      endResponse(new fetchAPI.Response(request.method === 'HEAD' ? null : body, { status, headers }));
    },
  };
}

const PARAMETERS = ['filter', 'first'];

function parametersOf(parameters: URLSearchParams): { filter: string | null; first: number | null } {
  for (const name of parameters.keys()) {
    if (!PARAMETERS.includes(name))
      throw mistake(`There is no parameter '${name.slice(0, 60)}': a feed takes filter and first.`);
    if (parameters.getAll(name).length > 1) throw mistake(`The parameter '${name}' is given more than once.`);
  }
  const first = parameters.get('first');
  if (first !== null && !/^\d{1,9}$/.test(first)) {
    throw mistake(`first is '${first.slice(0, 60)}', and must be a whole number: how many articles to give.`);
  }
  return { filter: parameters.get('filter'), first: first === null ? null : Number(first) };
}

function parsed(filter: string, limits: InputLimits): unknown {
  try {
    const value: unknown = JSON.parse(filter);
    checkVariables(value, limits);
    return value;
  } catch (error) {
    if (error instanceof GraphQLError) throw error;
    throw mistake('filter is no JSON: give an ArticleFilter such as {"headline":{"contains":"bridge"}}, URL-encoded.');
  }
}

function mistake(message: string): GraphQLError {
  return requestError('BAD_USER_INPUT', message, { status: 400 });
}
