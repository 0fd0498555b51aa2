import type { DocumentNode, ExecutionResult } from 'graphql';
import { execute, parse, subscribe, validate } from 'graphql';
import type { Caller } from '../../src/domain/api-key.ts';
import { readQuality } from '../../src/extract/quality.ts';
import { toGraphQLError } from '../../src/graphql/errors.ts';
import { createExecutor } from '../../src/graphql/executor.ts';
import { schema } from '../../src/graphql/schema.ts';
import { createIngest } from '../../src/ingest/ingest.ts';
import { createIngestQueue } from '../../src/ingest/queue-document.ts';
import { createArticleStore } from '../../src/storage/article-store.ts';
import { createCorrectionStore } from '../../src/storage/correction-store.ts';
import type { Database } from '../../src/storage/database.ts';
import { createEventFeed } from '../../src/storage/event-feed.ts';
import { createIdempotencyStore } from '../../src/storage/idempotency-store.ts';
import { createJobStore } from '../../src/storage/job-store.ts';
import { createReader } from '../../src/storage/read/reader.ts';
import { createTombstoneStore } from '../../src/storage/tombstone-store.ts';
import { documentOf, extractionOf } from './documents.ts';

// biome-ignore lint/suspicious/noExplicitAny: answers are compared by shape, which each test knows
export type Answer = any;

/** A key that may do anything. */
const ADMIN: Caller = { name: 'admin', scope: 'admin' };

/** What resolvers are given, but for the caller; and the store that it rests on. */
export function contextOf(db: Database) {
  const store = createArticleStore(db.prisma);
  const reader = createReader(db.prisma);
  const jobs = createJobStore(db.prisma, { tries: 2, retrySeconds: 1, leaseSeconds: 1, maxBytes: 1_000_000 });
  return {
    store,
    reader,
    ingest: createIngest({ store }),
    queue: createIngestQueue({ jobs, maxBytes: 1_000_000, wake: () => {} }),
    idempotency: createIdempotencyStore(db.prisma),
    idempotencyKey: null,
    corrections: createCorrectionStore(db.prisma),
    tombstones: createTombstoneStore(db.prisma),
    events: createEventFeed(db.prisma, reader),
    isReadingOpen: true,
    maxNodes: 500_000,
    quality: readQuality(),
  };
}

/** As the gateway executes. */
const executor = createExecutor(schema, execute);

/** Runs GraphQL against a database without HTTP, and counts the SQL statements that it takes. */
export function createGraph(db: Database, { isReadingOpen = true }: { isReadingOpen?: boolean } = {}) {
  const statements: string[] = [];
  db.onStatement(({ sql }) => statements.push(sql));
  const { store, ...context } = { ...contextOf(db), isReadingOpen };
  /** As Yoga keeps them. */
  const documents = new Map<string, DocumentNode>();
  return graphOf(ADMIN);

  function graphOf(key: Caller | null) {
    async function run(source: string, variableValues: Record<string, unknown> = {}): Promise<ExecutionResult> {
      const document = parse(source);
      const errors = validate(schema, document);
      return errors.length > 0
        ? { errors }
        : executor({ schema, document, contextValue: { ...context, key }, variableValues });
    }
    return {
      store,
      context,
      /** The same graph with another key, or without one. */
      as: graphOf,
      /** The data; throws on any error. */
      async query(source: string, variables?: Record<string, unknown>): Promise<Answer> {
        const { data, errors } = await run(source, variables);
        if (errors) throw errors[0]?.originalError ?? errors[0];
        return data;
      },
      /** Code and message of the first error. */
      async errorOf(source: string, variables?: Record<string, unknown>): Promise<{ code: unknown; message: string }> {
        const { errors } = await run(source, variables);
        const error = toGraphQLError(errors?.[0]?.originalError);
        if (!error) throw new Error(`no mistake was reported: ${JSON.stringify(errors)}`);
        return { code: error.extensions['code'], message: error.message };
      },
      /** What a subscription gives, as it comes; throws when it is refused. */
      async subscribe(source: string, variableValues: Record<string, unknown> = {}): Promise<AsyncGenerator<Answer>> {
        const document = documents.get(source) ?? parse(source);
        documents.set(source, document);
        const events = await subscribe({ schema, document, contextValue: { ...context, key }, variableValues });
        if (!(Symbol.asyncIterator in events)) throw events.errors?.[0]?.originalError ?? events.errors?.[0];
        return dataOf(events);
      },
      /** How many SQL statements a query takes. */
      async statementsOf(source: string, variables?: Record<string, unknown>): Promise<number> {
        statements.length = 0;
        await this.query(source, variables);
        return statements.length;
      },
    };
  }
}
function dataOf(results: AsyncGenerator<ExecutionResult>): AsyncGenerator<Answer> {
  const next = async () => {
    const result = await results.next();
    if (result.done) return result;
    const { data, errors } = result.value;
    if (errors) throw errors[0]?.originalError ?? errors[0];
    return { done: false, value: data };
  };
  return {
    ...results,
    next,
    return: () => results.return(undefined),
    [Symbol.asyncIterator]: () => dataOf(results),
  } as AsyncGenerator<Answer>;
}

export type Graph = ReturnType<typeof createGraph>;

const PEOPLE = ['Ada Quill', 'Tom Tull', 'Wren Tolliver', 'Jo Marsh', 'Ruth Mabey'];

/** Stores `count` articles, a day each, of two outlets, that name three of five people and quote the first of them. */
export async function fill(graph: Pick<Graph, 'store'>, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    const [a = '', b = '', c = ''] = [0, 1, 2].map((n) => PEOPLE[(i + n) % PEOPLE.length]);
    const body = `${a} said bridge ${i} would open.\n${b} doubted it. ${c} and ${b} waited.`;
    const outlet = i % 2 === 0 ? 'ledger' : 'courier';
    const document = documentOf(`/articles/${i}.txt`, {
      body,
      headline: `Bridge ${i}`,
      url: `https://${outlet}.example/news/${i}`,
      // Every third has the date of its neighbour, every seventh none.
      datePublished: i % 7 === 6 ? null : new Date(Date.UTC(2026, 0, 1 + i - Number(i % 3 === 2))),
      publisher: { name: outlet, domain: `${outlet}.example`, kind: 'NEWS_OUTLET' },
    });
    await graph.store.save(document, extractionOf(body, a, b, c), '1');
  }
}
