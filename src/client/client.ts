import type { AnyDocument, TypedDocument } from './documents.ts';
import type { CallOptions, ClientOptions } from './http.ts';
import { createHttp } from './http.ts';
import type { ConnectionPath, PageItem } from './pages.ts';
import { eachOf } from './pages.ts';
import type { SubscribeOptions } from './subscription.ts';
import { follow } from './subscription.ts';

export type { TypedDocument } from './documents.ts';
export type { AnswerError, ErrorCode } from './gateway-error.ts';
// biome-ignore lint/performance/noBarrelFile: what callers catch comes from where they call
export { GatewayError } from './gateway-error.ts';
export type { CallOptions, ClientOptions } from './http.ts';
export type { SubscribeOptions } from './subscription.ts';

/** Variables and options; the variables may be left out where none has to be given. */
type Given<Variables, Options> =
  Record<never, never> extends Variables
    ? [variables?: Variables, options?: Options]
    : [variables: Variables, options?: Options];

type Untyped = Readonly<Record<string, unknown>>;

export interface PagesOptions<Path extends string> extends CallOptions {
  /** The way to the list, names of fields with dots between; left out: the only list of the answer. */
  readonly path?: Path;
}

/** Asks a gateway. Each method takes a typed document, or a text with the type of its result as type parameter. */
export interface Client {
  /**
   * The answer to a query.
   * @throws GatewayError when the answer has an error: `data` of the error is what was answered all the same
   */
  query<Result, Variables>(
    document: TypedDocument<Result, Variables>,
    ...given: Given<Variables, CallOptions>
  ): Promise<Result>;
  query<Result = unknown>(document: string, variables?: Untyped, options?: CallOptions): Promise<Result>;

  /** The answer to a mutation, which takes a key. @throws GatewayError */
  mutate<Result, Variables>(
    document: TypedDocument<Result, Variables>,
    ...given: Given<Variables, CallOptions>
  ): Promise<Result>;
  mutate<Result = unknown>(document: string, variables?: Untyped, options?: CallOptions): Promise<Result>;

  /**
   * Events as they happen. A connection that is lost is made again, and goes on behind the last event: the document has to select
   * `cursor` in each event and to pass `after: $after`. Ends when its caller leaves the loop, or by the signal.
   * @throws GatewayError
   */
  subscribe<Result, Variables>(
    document: TypedDocument<Result, Variables>,
    ...given: Given<Variables, SubscribeOptions>
  ): AsyncGenerator<Result>;
  subscribe<Result = unknown>(
    document: string,
    variables?: Untyped,
    options?: SubscribeOptions,
  ): AsyncGenerator<Result>;

  /**
   * All that a list holds, page after page: its nodes where they are selected, else its edges. The document has to pass
   * `after: $after` to the list, and to select `pageInfo { hasNextPage endCursor }`.
   * @throws GatewayError
   */
  pages<Result, Variables, Path extends ConnectionPath<Result> = ConnectionPath<Result>>(
    document: TypedDocument<Result, Variables>,
    ...given: Given<Variables, PagesOptions<Path>>
  ): AsyncGenerator<PageItem<Result, Path>>;
  pages<Item = unknown>(document: string, variables?: Untyped, options?: PagesOptions<string>): AsyncGenerator<Item>;
}

/**
 * Makes a client. Between requests it keeps the revision of its last mutation, so that it reads what it has written whichever process
 * and database answers; no cache, no connection.
 * @throws TypeError, by its methods, for what is no document
 */
export function createClient(options: ClientOptions): Client {
  const http = createHttp(options);
  const ask =
    (kind: 'query' | 'mutation') =>
    (document: AnyDocument, variables: object = {}, call: CallOptions = {}) =>
      http.ask({ document, variables, ...call }, kind);
  const query = ask('query');
  const untyped = {
    query,
    mutate: ask('mutation'),
    subscribe: (document: AnyDocument, variables: object = {}, call: SubscribeOptions = {}) =>
      follow(http, { document, variables, ...call }, call),
    pages: (document: AnyDocument, variables: object = {}, { path, ...call }: PagesOptions<string> = {}) =>
      eachOf((after) => query(document, after === null ? variables : { ...variables, after }, call), path),
  };
  // biome-ignore lint/nursery/noUnsafeTypeAssertion: a document's types say what the gateway answers it
  return untyped as Client;
}
