import type { DocumentNode, ExecutionArgs, ExecutionResult, GraphQLSchema } from 'graphql';
import { GraphQLError, getOperationAST, OperationTypeNode } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { isAsyncIterable } from 'graphql-yoga';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { Caller } from '../domain/api-key.ts';
import type { InputLimits } from './document-limits.ts';
import { checkVariables } from './document-limits.ts';
import type { Execute } from './plugins/use-executor.ts';
import type { Slots } from './slots.ts';
import type { DocumentIds } from './trusted-documents.ts';
import type { Visit } from './visit.ts';
import { isVolatile } from './volatile.ts';

/** How many texts of queries are remembered, and how many UTF-16 units of them. */
const MOST_DOCUMENTS = 1_000;
const MOST_TEXT = 4_000_000;
const MOST_ACCEPTS = 100;

/** A request that asks for nothing out of the ordinary. */
const PlainRequest = z.strictObject({
  query: z.string().optional(),
  documentId: z.string().optional(),
  extensions: z
    .strictObject({ persistedQuery: z.strictObject({ version: z.literal(1), sha256Hash: z.string() }) })
    .optional(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
});

export interface KnownQueriesOptions {
  readonly schema: GraphQLSchema;
  createContext(caller: Caller | null, visit: Visit): object | Promise<object>;
  readonly limits: InputLimits;
  readonly ids: DocumentIds;
  /** In which queries are executed. */
  readonly slots: Slots;
  /** Executes what it can by itself, and hands on what it cannot. */
  readonly executorOf: (otherwise: Execute) => Execute;
}

/** What became of a query without Yoga. */
export type Quick =
  | {
      readonly kind: 'answer';
      readonly body: Uint8Array;
      readonly contentType: string;
      readonly operationName?: string;
    }
  /** There are errors in it, which Yoga's plugins have to see: it is executed, and has to be answered by Yoga. */
  | { readonly kind: 'executed'; readonly result: ExecutionResult }
  /** Not now: there is too much to do, or it takes too long. */
  | { readonly kind: 'refused'; readonly error: GraphQLError };

/**
 * Answers queries that Yoga has answered before, with other variables: their documents are known to be well-formed, valid and
 * within the limits, and the media type to be what such a client takes. So only the variables are looked at, and the query
 * is executed. All else, and whatever goes wrong, is Yoga's: this is a shortcut, and nothing that guards a request stands
 * behind its beginning.
 */
export class KnownQueries {
  readonly #options: KnownQueriesOptions;
  readonly #execute: Execute;
  readonly #documents = new LRUCache<string, DocumentNode>({
    max: MOST_DOCUMENTS,
    maxSize: MOST_TEXT,
    sizeCalculation: (_document, text) => text.length + 1,
  });
  /** What Yoga sends to a client that accepts this. */
  readonly #contentTypes = new LRUCache<string, string>({ max: MOST_ACCEPTS });
  readonly #executed = new WeakMap<Request, ExecutionResult>();

  constructor(options: KnownQueriesOptions) {
    this.#options = options;
    this.#execute = options.executorOf(() => {
      throw new Error('not by a plan');
    });
  }

  /** Remembers what Yoga executes; has to stand behind whatever else sets how operations are executed. */
  plugin(): Plugin {
    return {
      onExecute: ({ args: { schema, document, operationName, contextValue }, setExecuteFn }) => {
        const { request, params } = contextValue;
        const executed = this.#executed.get(request);
        if (executed) {
          setExecuteFn(() => executed);
          return undefined;
        }
        if (getOperationAST(document, operationName)?.operation !== OperationTypeNode.QUERY) return undefined;
        // What is answered without Yoga is kept.
        if (isVolatile(schema, document)) return undefined;
        return {
          onExecuteDone: ({ result }) => {
            if (params.query && !isAsyncIterable(result)) this.#documents.set(params.query, document);
          },
        };
      },
    };
  }

  /** Remembers what a client that accepts this was sent. */
  learn(accept: string, contentType: string | null): void {
    if (contentType !== null) this.#contentTypes.set(accept, contentType);
  }

  /** Yoga, when it executes this request, is to take what was executed already. */
  handOver(request: Request, result: ExecutionResult): void {
    this.#executed.set(request, result);
  }

  /** @returns null for what is not known */
  async answer(accept: string, caller: Caller | null, requestBody: string, visit: Visit): Promise<Quick | null> {
    const contentType = this.#contentTypes.get(accept);
    const known = contentType === undefined ? null : this.#argsOf(requestBody);
    if (contentType === undefined || !known) return null;
    try {
      visit.charge(known);
      const result = await visit.within(this.#options.slots, async () => {
        const contextValue = await this.#options.createContext(caller, visit);
        return this.#execute({ ...known, contextValue });
      });
      if (result.errors) return { kind: 'executed', result };
      const operationName = getOperationAST(known.document, known.operationName)?.name?.value;
      const body = Buffer.from(JSON.stringify(result));
      return { kind: 'answer', body, contentType, ...(operationName === undefined ? {} : { operationName }) };
    } catch (error) {
      if (error instanceof GraphQLError && isForNow(error)) return { kind: 'refused', error };
      // Whatever it is, Yoga does it again, and reports it.
      return null;
    }
  }

  /** The text that is asked for, in one way and not in two. */
  #textOf({ query, documentId, extensions }: Omit<z.infer<typeof PlainRequest>, 'variables' | 'operationName'>) {
    const { ids } = this.#options;
    const ways = [query, documentId, extensions].filter((way) => way !== undefined);
    if (ways.length !== 1) return undefined;
    if (query !== undefined) return ids.isTrustedOnly ? undefined : query;
    return ids.textOf(documentId ?? extensions?.persistedQuery.sha256Hash ?? '');
  }

  #argsOf(requestBody: string): ExecutionArgs | null {
    try {
      const { variables, operationName, ...asked } = PlainRequest.parse(JSON.parse(requestBody));
      const query = this.#textOf(asked);
      const document = query === undefined ? undefined : this.#documents.get(query);
      if (!document || getOperationAST(document, operationName)?.operation !== OperationTypeNode.QUERY) return null;
      checkVariables(variables, this.#options.limits);
      return { schema: this.#options.schema, document, variableValues: variables, operationName };
    } catch {
      // Yoga says what is wrong with it.
      return null;
    }
  }
}

/** Whether the same request may be answered another time: to do it again now would only make it worse. */
function isForNow({ extensions: { http } }: GraphQLError): boolean {
  return http?.status === 429 || http?.status === 503;
}
