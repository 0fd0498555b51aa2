import { AggregatorRegistry, Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

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

/** How many are at work, and how many wait for them. */
export interface Crowd {
  readonly working: number;
  readonly waiting: number;
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

  request({ method, path, status, milliseconds }: AnsweredIn): void {
    this.#requests
      .labels(METHODS.has(method) ? method : 'other', PATHS.has(path) ? path : 'other', String(status))
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

  /** All of this process, in Prometheus' text format. */
  async text(): Promise<string> {
    return this.#registry.metrics();
  }

  /** Of that format. */
  get contentType(): string {
    return this.#registry.contentType;
  }
}

export interface AnsweredIn {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly milliseconds: number;
}
