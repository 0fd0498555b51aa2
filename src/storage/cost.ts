import { AsyncLocalStorage } from 'node:async_hooks';
import type {
  SqlMigrationAwareDriverAdapterFactory,
  SqlQuery,
  SqlQueryable,
  SqlResultSet,
} from '@prisma/driver-adapter-utils';

/** What some work has cost in the database so far. */
export interface Cost {
  /** SQL statements, those that begin and end transactions not counted. */
  statements: number;
  /** Rows that the database answered; those that it folded into JSON are counted one by one. */
  rows: number;
  /** Between sending each statement and having its answer, added up: waiting for a connection included. */
  milliseconds: number;
}

/** Node.js carries it along whatever the work waits for, so that work done at the same time is told apart. */
const running = new AsyncLocalStorage<Cost>();

/** Runs the work; `cost` grows while it, and whatever it started, uses a database that `open…` opened. */
export function measureCost<T>(work: () => T): { result: T; cost: Readonly<Cost> } {
  const cost: Cost = { statements: 0, rows: 0, milliseconds: 0 };
  return { result: running.run(cost, work), cost };
}

/** On whose account things are done here; null where nobody measures. */
export function currentCost(): Cost | null {
  return running.getStore() ?? null;
}

/** Counts the rows that an answer of one row held as JSON. */
export function countFoldedRows(rows: number): void {
  const cost = running.getStore();
  if (cost) cost.rows += rows - 1;
}

/** Is told of each statement when it is done. */
export type StatementListener = (statement: { readonly sql: string; readonly milliseconds: number }) => void;

/** The same adapter, whose statements are counted, and told of to all of the listeners. */
export function withCost(
  factory: SqlMigrationAwareDriverAdapterFactory,
  listeners: ReadonlySet<StatementListener>,
): SqlMigrationAwareDriverAdapterFactory {
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    async connect() {
      const adapter = await factory.connect();
      const startTransaction = adapter.startTransaction.bind(adapter);
      adapter.startTransaction = async (isolation) => counted(await startTransaction(isolation), listeners);
      return counted(adapter, listeners);
    },
    connectToShadowDb: () => factory.connectToShadowDb(),
  };
}

function counted<T extends SqlQueryable>(queryable: T, listeners: ReadonlySet<StatementListener>): T {
  const { queryRaw, executeRaw } = queryable;
  queryable.queryRaw = (query) => timed(query, () => queryRaw.call(queryable, query), listeners);
  queryable.executeRaw = (query) => timed(query, () => executeRaw.call(queryable, query), listeners);
  return queryable;
}

async function timed<T extends SqlResultSet | number>(
  { sql }: SqlQuery,
  run: () => Promise<T>,
  listeners: ReadonlySet<StatementListener>,
): Promise<T> {
  const cost = running.getStore();
  if (!cost && listeners.size === 0) return run();
  const started = performance.now();
  try {
    const answer = await run();
    if (cost && typeof answer !== 'number') cost.rows += answer.rows.length;
    return answer;
  } finally {
    const milliseconds = performance.now() - started;
    for (const listener of listeners) listener({ sql, milliseconds });
    if (cost) {
      cost.statements += 1;
      cost.milliseconds += milliseconds;
    }
  }
}
