import { AsyncLocalStorage } from 'node:async_hooks';
import type { SqlMigrationAwareDriverAdapterFactory, SqlQueryable } from '@prisma/driver-adapter-utils';
import type { Prisma, PrismaClient } from './generated/client.ts';

/*
 * The way past Prisma to the driver beneath a transaction, for statements with large parameters: Prisma writes each as JSON
 * into JSON and reads it again, which for a batch of documents takes ten times the time of sending it.
 */

/** Node.js carries it along from the call of `$transaction` to the adapter's answer. */
const starting = new AsyncLocalStorage<{ driver?: SqlQueryable }>();
const drivers = new WeakMap<Prisma.TransactionClient, SqlQueryable>();

/** The same adapter, whose transactions can be found again. */
export function withDrivers(factory: SqlMigrationAwareDriverAdapterFactory): SqlMigrationAwareDriverAdapterFactory {
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    async connect() {
      const adapter = await factory.connect();
      const startTransaction = adapter.startTransaction.bind(adapter);
      adapter.startTransaction = async (isolation) => {
        const transaction = await startTransaction(isolation);
        const started = starting.getStore();
        if (started) started.driver = transaction;
        return transaction;
      };
      return adapter;
    },
    connectToShadowDb: () => factory.connectToShadowDb(),
  };
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
      if (started.driver) drivers.set(tx, started.driver);
      return work(tx);
    }, options),
  );
}

/** Runs a statement whose values are texts. @throws DriverAdapterError, as the driver has it */
export async function executeByDriver(tx: Prisma.TransactionClient, { text, values }: Prisma.Sql): Promise<void> {
  const driver = drivers.get(tx);
  if (!driver) throw new Error('the transaction was not begun by transactionWithDriver');
  await driver.executeRaw({
    sql: text,
    args: values,
    argTypes: values.map(() => ({ scalarType: 'string', arity: 'scalar' })),
  });
}
