import { AggregatorRegistry, Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { IngestBacklog } from '../domain/ingest-job.ts';

/** What stands for the method of an operation that came over a socket. */
export const SOCKET_METHOD = 'WS';

/** From a kept answer to a slow search, in seconds. */
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
/** Other paths are counted as one: whoever asks for what is not there must not make series. */
const PATHS = new Set([
  '/',
  '/graphql',
  '/schema.graphql',
  '/schema.json',
  '/feed.atom',
  '/feed.json',
  '/health',
  '/ready',
  '/metrics',
  '/backup',
  '/ingest',
]);
const METHODS = new Set(['GET', 'POST', 'HEAD', 'OPTIONS', SOCKET_METHOD]);

/** Addresses of one thing each, counted as one. */
const PATHS_OF_MANY: readonly (readonly [prefix: string, label: string])[] = [['/ingest/jobs/', '/ingest/jobs/ID']];

/** How many are at work, and how many wait for them. */
export interface Crowd {
  readonly working: number;
  readonly waiting: number;
}

/** One of the servers that hold the corpus. */
export interface SeenServer {
  readonly index: number;
  readonly isPrimary: boolean;
  readonly state: string;
  /** Null where nobody knows. */
  readonly lagRevisions: number | null;
  readonly lagSeconds: number | null;
  readonly lagBytes: number | null;
  readonly answered: number;
}

/**
 * What can be seen of a process from outside, as Prometheus reads it. Labels are bounded, and say nothing of what was asked or
 * by whom.
 */
export class Metrics {
  readonly #registry = new Registry();
  readonly #crowds: { readonly name: string; readonly of: () => Crowd }[] = [];
  readonly #requests: Histogram<'method' | 'path' | 'status'>;
  readonly #fields: Histogram<'field'>;
  readonly #statements: Histogram;
  readonly #answers: Counter<'outcome'>;
  readonly #documents: Counter<'outcome'>;
  readonly #subscriptions: Gauge;
  readonly #tries: Counter<'outcome'>;
  #backlog: (() => Promise<IngestBacklog>) | null = null;

  constructor() {
    const registers = [this.#registry];
    collectDefaultMetrics({ register: this.#registry });
    this.#requests = new Histogram({
      name: 'newsgraph_http_request_duration_seconds',
      help: 'From the first byte of a request to its answer.',
      labelNames: ['method', 'path', 'status'],
      buckets: SECONDS,
      registers,
    });
    this.#fields = new Histogram({
      name: 'newsgraph_resolver_duration_seconds',
      help: 'How long the resolver of a root field took; what is nested in it is part of it.',
      labelNames: ['field'],
      buckets: SECONDS,
      registers,
    });
    this.#statements = new Histogram({
      name: 'newsgraph_sql_statement_duration_seconds',
      help: 'From sending a statement to its answer, waiting for a connection included.',
      buckets: SECONDS,
      registers,
    });
    this.#answers = new Counter({
      name: 'newsgraph_response_cache_total',
      help: 'Answers to queries: kept ones (hit), those that were made to be kept (miss), and those that are not kept (none).',
      labelNames: ['outcome'],
      registers,
    });
    this.#documents = new Counter({
      name: 'newsgraph_ingested_documents_total',
      help: 'Receipts of documents, by outcome.',
      labelNames: ['outcome'],
      registers,
    });
    this.#subscriptions = new Gauge({
      name: 'newsgraph_subscriptions',
      help: 'Who follows what happens now.',
      registers,
    });
    this.#tries = new Counter({
      name: 'newsgraph_ingest_job_tries_total',
      help: 'Tries of documents that were queued: done, failed, and lost with their process.',
      labelNames: ['outcome'],
      registers,
    });
    this.#watchBacklog();
    const crowds = this.#crowds;
    new Gauge({
      name: 'newsgraph_operations',
      help: 'Operations that are executed now (working), and that wait to be (waiting).',
      labelNames: ['kind', 'state'],
      registers,
      collect() {
        for (const { name, of } of crowds) {
          const { working, waiting } = of();
          this.set({ kind: name, state: 'working' }, working);
          this.set({ kind: name, state: 'waiting' }, waiting);
        }
      },
    });
    AggregatorRegistry.setRegistries([this.#registry]);
    // Has a worker answer the first process when that gathers the metrics of all.
    new AggregatorRegistry();
  }

  /** What waits in the database is the same for all processes: of several the greatest is told, for each looks at its own moment. */
  #watchBacklog(): void {
    let looking: Promise<IngestBacklog | null> | null = null;
    // Once for all that is told. A database that does not answer must not take the other metrics along.
    const look = () => {
      looking ??= (this.#backlog?.() ?? Promise.resolve(null))
        .catch(() => null)
        .finally(() => {
          looking = null;
        });
      return looking;
    };
    const registers = [this.#registry];
    new Gauge({
      name: 'newsgraph_ingest_jobs',
      help: 'Documents that are queued, by state.',
      labelNames: ['state'],
      registers,
      aggregator: 'max',
      async collect() {
        const backlog = await look();
        this.reset();
        for (const [state, count] of Object.entries(backlog?.jobs ?? {}))
          this.set({ state: state.toLowerCase() }, count);
      },
    });
    new Gauge({
      name: 'newsgraph_ingest_queue_bytes',
      help: 'Bytes of the documents that are queued, dead ones included.',
      registers,
      aggregator: 'max',
      async collect() {
        this.set((await look())?.bytes ?? 0);
      },
    });
    new Gauge({
      name: 'newsgraph_ingest_queue_oldest_seconds',
      help: 'How long the oldest document has been queued that is neither done nor dead.',
      registers,
      aggregator: 'max',
      async collect() {
        this.set((await look())?.oldestSeconds ?? 0);
      },
    });
  }

  request({ method, path, status, milliseconds }: AnsweredIn): void {
    this.#requests
      .labels(METHODS.has(method) ? method : 'other', labelOf(path), String(status))
      .observe(milliseconds / 1000);
  }

  /** @param field a root field of the schema */
  resolved(field: string, milliseconds: number): void {
    this.#fields.labels(field).observe(milliseconds / 1000);
  }

  statement(milliseconds: number): void {
    this.#statements.observe(milliseconds / 1000);
  }

  answered(outcome: 'hit' | 'miss' | 'none'): void {
    this.#answers.labels(outcome).inc();
  }

  document(outcome: string): void {
    this.#documents.labels(outcome.toLowerCase()).inc();
  }

  /** @param change 1 for one more who follows, -1 for one less */
  subscriptions(change: 1 | -1): void {
    this.#subscriptions.inc(change);
  }

  /** Has the operations counted that `of` tells of, whenever somebody looks. */
  watch(name: string, of: () => Crowd): void {
    this.#crowds.push({ name, of });
  }

  /** Has the servers of the database told of, whenever somebody looks. */
  watchServers(of: () => readonly SeenServer[]): void {
    const registers = [this.#registry];
    const gauge = (
      name: string,
      help: string,
      aggregator: 'min' | 'max',
      value: (server: SeenServer) => number | null,
    ) =>
      new Gauge({
        name: `newsgraph_database_${name}`,
        help,
        labelNames: ['server'],
        registers,
        aggregator,
        collect() {
          this.reset();
          for (const server of of()) {
            const now = value(server);
            if (now !== null) this.set({ server: String(server.index) }, now);
          }
        },
      });
    const lag = 'nothing where nobody knows.';
    gauge('up', 'Whether the server is read from when it is not behind: 1, or 0.', 'min', ({ state }) =>
      state === 'UP' || state === 'STALE' ? 1 : 0,
    );
    gauge('is_primary', 'Whether the server is written to: 1, or 0.', 'max', ({ isPrimary }) => (isPrimary ? 1 : 0));
    gauge('lag_revisions', `How many revisions the server is behind; ${lag}`, 'max', (server) => server.lagRevisions);
    gauge('lag_seconds', `How old what the server is behind with is; ${lag}`, 'max', (server) => server.lagSeconds);
    gauge('lag_bytes', `How much of the log the server has not replayed; ${lag}`, 'max', (server) => server.lagBytes);
    const told = new Map<number, number>();
    new Counter({
      name: 'newsgraph_database_reads_total',
      help: 'Statements that the server has answered to readers.',
      labelNames: ['server'],
      registers,
      collect() {
        for (const { index, answered } of of()) {
          this.inc({ server: String(index) }, answered - (told.get(index) ?? 0));
          told.set(index, answered);
        }
      },
    });
  }

  /** How a try of a job ended. */
  tried(outcome: 'done' | 'failed' | 'lost'): void {
    this.#tries.labels(outcome).inc();
  }

  /** Has what is queued counted, whenever somebody looks. */
  watchBacklog(of: () => Promise<IngestBacklog>): void {
    this.#backlog = of;
  }

  /** All of this process, in Prometheus' text format. */
  async text(): Promise<string> {
    return this.#registry.metrics();
  }

  /** Of that format. */
  get contentType(): string {
    return this.#registry.contentType;
  }
}

function labelOf(path: string): string {
  if (PATHS.has(path)) return path;
  return PATHS_OF_MANY.find(([prefix]) => path.startsWith(prefix))?.[1] ?? 'other';
}

export interface AnsweredIn {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly milliseconds: number;
}
