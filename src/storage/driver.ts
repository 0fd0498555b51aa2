import { AsyncLocalStorage } from 'node:async_hooks';
import type {
  ArgType,
  SqlMigrationAwareDriverAdapterFactory,
  SqlQuery,
  SqlQueryable,
} from '@prisma/driver-adapter-utils';
import { isDriverAdapterError } from '@prisma/driver-adapter-utils';
import { ClientError } from '../domain/client-error.ts';
import type { Stop } from '../domain/stop.ts';
import { Unavailable } from '../domain/unavailable.ts';
import type { Prisma } from './generated/client.ts';
import { PrismaClient } from './generated/client.ts';
import { isLoss } from './loss.ts';

/*
 * The ways past Prisma to the driver beneath it. For statements with large parameters: Prisma writes each as JSON into JSON and
 * reads it again, which for a batch of documents takes ten times the time of sending it. And for what readers ask, of which
 * there are many: of the processor's time for one article Prisma's way takes a tenth.
 */

/** Node.js carries it along from the call of `$transaction` to the adapter's answer. */
const starting = new AsyncLocalStorage<{ driver?: SqlQueryable }>();
const transactions = new WeakMap<Prisma.TransactionClient, SqlQueryable>();
const connected = new WeakMap<PrismaClient, { driver?: SqlQueryable }>();

/** Prisma's client on an adapter, whose driver can be found again. */
export function clientWithDriver(factory: SqlMigrationAwareDriverAdapterFactory): PrismaClient {
  const connection: { driver?: SqlQueryable } = {};
  const adapter: SqlMigrationAwareDriverAdapterFactory = {
    provider: factory.provider,
    adapterName: factory.adapterName,
    async connect() {
      const opened = await factory.connect();
      const startTransaction = opened.startTransaction.bind(opened);
      opened.startTransaction = async (isolation) => {
        const transaction = await startTransaction(isolation);
        const started = starting.getStore();
        if (started) started.driver = transaction;
        return transaction;
      };
      connection.driver = opened;
      return opened;
    },
    connectToShadowDb: () => factory.connectToShadowDb(),
  };
  const prisma = new PrismaClient({ adapter });
  connected.set(prisma, connection);
  return prisma;
}

/** Queries that are to be cancelled, where the database can. */
const stops = new WeakMap<SqlQuery, Stop>();

/** What cancels a query; undefined where nothing does. */
export function stopOf(query: SqlQuery): Stop | undefined {
  return stops.get(query);
}

/** PostgreSQL's code for a statement that was cancelled, by its timeout or by somebody. */
const CANCELLED = '57014';

/**
 * Runs a statement that reads, outside of transactions; a second time when the connection was lost, of which others may be left.
 * @param stop cancels it; its reason is thrown then
 * @returns the first column of its first row; undefined where there is none
 * @throws DriverAdapterError, as the driver has it; ClientError QUERY_TIMED_OUT when the database took too long; Unavailable when it
 * cannot be reached
 */
export async function queryByDriver(
  prisma: PrismaClient,
  sql: string,
  values: readonly unknown[],
  stop?: Stop,
): Promise<unknown> {
  const connection = connected.get(prisma);
  if (!connection) throw new Error('the client was not made by clientWithDriver');
  if (!connection.driver) await prisma.$connect();
  const { driver } = connection;
  if (!driver) throw new Error('the client has connected without its driver');
  for (let left = TRIES - 1; ; left--) {
    try {
      const row = await firstRowBy(driver, sql, values, stop);
      return row?.[0];
    } catch (error) {
      if (!isLoss(error)) throw error;
      if (left === 0)
        throw new Unavailable('The database cannot be reached now: try again in a moment.', { cause: error });
    }
  }
}

const TRIES = 2;

/** The same by a driver that is not a client's. @returns the first row */
export async function firstRowBy(
  driver: SqlQueryable,
  sql: string,
  values: readonly unknown[],
  stop?: Stop,
): Promise<readonly unknown[] | undefined> {
  stop?.throwIfStopped();
  const query: SqlQuery = { sql, args: [...values], argTypes: values.map(typeOf) };
  if (stop) stops.set(query, stop);
  try {
    const { rows } = await driver.queryRaw(query);
    return rows[0];
  } catch (error) {
    stop?.throwIfStopped();
    if (isDriverAdapterError(error) && error.cause.originalCode === CANCELLED) {
      // biome-ignore lint/style/useErrorCause: a mistake of the client's, to whom the driver's words mean nothing.
      throw new ClientError(
        'QUERY_TIMED_OUT',
        'The database took too long to answer this: ask for less, or with a narrower filter.',
      );
    }
    throw error;
  }
}

/** The driver sends a value as it is, whatever its type is called. */
function typeOf(value: unknown): ArgType {
  return { scalarType: 'unknown', arity: Array.isArray(value) ? 'list' : 'scalar' };
}

/** `prisma.$transaction`, in which `executeByDriver` works. */
export async function transactionWithDriver<T>(
  prisma: PrismaClient,
  work: (tx: Prisma.TransactionClient) => Promise<T>,
  options: { maxWait: number; timeout: number },
): Promise<T> {
  const started: { driver?: SqlQueryable } = {};
  return starting.run(started, () =>
    prisma.$transaction(async (tx) => {
      if (started.driver) transactions.set(tx, started.driver);
      // How long a statement may take is for those who ask; a large document may take longer.
      await started.driver?.executeRaw(WITHOUT_TIMEOUT);
      return work(tx);
    }, options),
  );
}

const WITHOUT_TIMEOUT: SqlQuery = { sql: 'SET LOCAL statement_timeout = 0', args: [], argTypes: [] };

/** Runs a statement whose values are texts, or lists of them. @throws DriverAdapterError, as the driver has it */
export async function executeByDriver(tx: Prisma.TransactionClient, { text, values }: Prisma.Sql): Promise<void> {
  await driverOf(tx).executeRaw({ sql: text, args: values, argTypes: values.map(typeOf) });
}

/**
 * Runs a query whose values are texts, or lists of them.
 * @returns its rows, their values as the driver reads them: texts, numbers (of 32 bits), booleans, null; ids as texts
 * @throws DriverAdapterError, as the driver has it
 */
export async function rowsByDriver<Row>(tx: Prisma.TransactionClient, { text, values }: Prisma.Sql): Promise<Row[]> {
  // As of Prisma's own $queryRaw, whoever writes the statement says what its rows are.
  return (await rowsOfText(tx, text, values)) as Row[];
}

/** The same for a query that comes as text, with `$1` and so on in it for its values. */
export async function rowsOfText(
  tx: Prisma.TransactionClient,
  sql: string,
  values: readonly unknown[],
): Promise<Record<string, unknown>[]> {
  const { columnNames, rows } = await driverOf(tx).queryRaw({ sql, args: [...values], argTypes: values.map(typeOf) });
  return rows.map((row) => Object.fromEntries(columnNames.map((name, i) => [name, row[i]])));
}

function driverOf(tx: Prisma.TransactionClient): SqlQueryable {
  const driver = transactions.get(tx);
  if (!driver) throw new Error('the transaction was not begun by transactionWithDriver');
  return driver;
}
