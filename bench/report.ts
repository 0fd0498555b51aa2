/** What came out: the tables for people, and how far the goals are reached. */
import type { Figures, Ingested, Soak, Spread } from './figures.ts';

/** Figures of an operation by peer. */
export interface OperationResult {
  readonly title: string;
  readonly peers: Readonly<Record<string, Figures>>;
}

export interface Results {
  readonly date: string;
  readonly machine: Readonly<Record<string, string | number>>;
  readonly options: Readonly<Record<string, unknown>>;
  /** What was not measured, and why: peers whose answers were not the first one's, parts that failed. */
  readonly refused: Readonly<Record<string, string>>;
  /** By key; all requests differ. */
  readonly operations: Readonly<Record<string, OperationResult>>;
  /** By key; one request again and again. */
  readonly repeated: Readonly<Record<string, OperationResult>>;
  /** Newsgraph on the embedded database and on a server, the same small corpus. */
  readonly embedded?: Readonly<Record<string, OperationResult>>;
  /** Newsgraph on the corpus and on a greater one. */
  readonly grown?: Readonly<Record<string, OperationResult>>;
  /** Newsgraph with one process and with more. */
  readonly workers?: Readonly<Record<string, OperationResult>>;
  readonly startMs?: Spread;
  /** Resident megabytes when all has been measured, by peer. */
  readonly megabytes: Readonly<Record<string, number | null>>;
  readonly soak?: Soak;
  readonly ingest?: Ingested;
}

export interface Goal {
  readonly what: string;
  readonly value: number;
  readonly needed: number;
  readonly aim?: number;
  /** Whether less is better. */
  readonly atMost?: boolean;
  readonly reached: boolean;
}

const THROUGHPUT = (figures: Figures) => figures.requestsPerSecond.median;
const LATENCY = (figures: Figures) => figures.p50.median;

/** The goals for which there are figures. All ratios are of medians of this run. */
export function goalsOf(results: Results): Goal[] {
  const goals: Goal[] = [];
  const add = (
    what: string,
    value: number | undefined,
    needed: number,
    more: { aim?: number; atMost?: boolean } = {},
  ) => {
    if (value === undefined || !Number.isFinite(value)) return;
    const reached = more.atMost ? value <= needed : value >= needed;
    goals.push({ what, value: Number(value.toPrecision(3)), needed, ...more, reached });
  };
  const { operations, repeated, grown, workers } = results;
  const against = (keys: readonly string[], peer: string, needed: number, aim?: number) => {
    for (const key of keys) {
      const value = ratio(operations[key], 'newsgraph', peer, THROUGHPUT);
      add(`(${key}) against ${peer}, throughput`, value, needed, aim === undefined ? {} : { aim });
    }
  };
  against(['a', 'b', 'c'], 'sql', 0.45, 0.7);
  against(['a', 'b', 'c', 'd'], 'postgraphile', 1.5, 2);
  against(['a', 'b', 'c', 'd'], 'apollo', 3);
  against(['a', 'b', 'c', 'd'], 'mercurius', 3);
  for (const key of ['a', 'd']) {
    const value = ratio(repeated[key], 'newsgraph', 'bare-http', THROUGHPUT);
    add(`(${key}) repeated against bare-http, throughput`, value, 0.3, { aim: 0.5 });
  }
  const [page1, page500] = ['e1', 'e'].map((key) => operations[key]?.peers['newsgraph']);
  if (page1 && page500)
    add('(e) page 500 against page 1, latency', LATENCY(page500) / LATENCY(page1), 1.2, { atMost: true });
  for (const [key, result] of Object.entries(grown ?? {})) {
    const [small = '', large = ''] = Object.keys(result.peers);
    add(`(${key}) ${large} against ${small}, latency`, ratio(result, large, small, LATENCY), key === 'd' ? 2 : 1.2, {
      atMost: true,
    });
  }
  for (const [key, result] of Object.entries(workers ?? {})) {
    const [one = '', more = ''] = Object.keys(result.peers);
    add(`(${key}) ${more} against ${one}, throughput`, ratio(result, more, one, THROUGHPUT), 1.6);
  }
  add('(f) against bare-yoga, throughput', ratio(operations['f'], 'newsgraph', 'bare-yoga', THROUGHPUT), 0.5);
  add('start to first answer, ms', results.startMs?.median, 1_500, { atMost: true });
  add(`memory after ${results.soak?.requests} mixed requests, MB`, results.soak?.megabytes.at(-1), 350, {
    atMost: true,
  });
  add('ingest, articles/s', results.ingest?.articlesPerSecond, 150);
  return goals;
}

function ratio(
  result: OperationResult | undefined,
  one: string,
  other: string,
  figure: (figures: Figures) => number,
): number | undefined {
  const [above, below] = [result?.peers[one], result?.peers[other]];
  return above && below ? figure(above) / figure(below) : undefined;
}

/** A line for each peer of an operation; the first peer is what the others are compared with. */
export function tableOf(key: string, { title, peers }: OperationResult): string {
  const [first] = Object.values(peers);
  const lines = Object.entries(peers).map(([name, figures]) => {
    const share = first ? THROUGHPUT(first) / THROUGHPUT(figures) : 1;
    return [
      `  ${name.padEnd(20)}`,
      `${shown(figures.requestsPerSecond.median).padStart(7)} /s`,
      `(${shown(figures.requestsPerSecond.min)} to ${shown(figures.requestsPerSecond.max)})`.padEnd(18),
      `p50 ${shown(figures.p50.median).padStart(6)} ms`,
      `p99 ${shown(figures.p99.median).padStart(6)} ms`,
      figures.processorMs === null ? '' : `cpu ${shown(figures.processorMs.median).padStart(6)} ms`,
      `${shown(figures.bytes / 1000).padStart(6)} kB`,
      `× ${shown(share)}`,
      figures.errors > 0 ? `${figures.errors} ERRORS` : '',
    ]
      .join('  ')
      .trimEnd();
  });
  return [`(${key}) ${title}`, ...lines].join('\n');
}

export function goalTable(goals: readonly Goal[]): string {
  return goals
    .map(({ what, value, needed, aim, atMost, reached }) => {
      const bound = `${atMost ? 'at most' : 'at least'} ${needed}${aim === undefined ? '' : `, aim ${aim}`}`;
      return `  ${reached ? 'yes' : 'NO '}  ${what.padEnd(58)} ${shown(value).padStart(7)}   ${bound}`;
    })
    .join('\n');
}

function shown(number: number): string {
  return number >= 100 ? number.toFixed(0) : number.toPrecision(3);
}
