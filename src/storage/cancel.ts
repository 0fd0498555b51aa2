import type { PrismaPg } from '@prisma/adapter-pg';
import type { SqlQuery, SqlResultSet } from '@prisma/driver-adapter-utils';
import type { PoolClient } from 'pg';
import { Pool } from 'pg';
import { signalOf } from './driver.ts';

type Adapter = Awaited<ReturnType<PrismaPg['connect']>>;

/** A connection that was cancelled on may be cancelled late: the next query on it must not be what is hit. */
const SPOILED = true;

/**
 * The same adapter, whose queries end in the database when the signal that `queryByDriver` gave them is aborted.
 * PostgreSQL is told on a connection of its own, which is opened when it is needed.
 */
export function cancellable(adapter: Adapter, url: string): Adapter {
  const { queryRaw, dispose } = adapter;
  const cancellers = new Pool({ connectionString: url, max: 2, idleTimeoutMillis: 10_000, allowExitOnIdle: true });
  // A connection that is lost while idle is opened again.
  cancellers.on('error', () => {});

  async function run(query: SqlQuery, signal: AbortSignal): Promise<SqlResultSet> {
    const client: PoolClient & { processID?: number | null } = await adapter.underlyingDriver().connect();
    const cancel = () => {
      cancellers.query('SELECT pg_cancel_backend($1)', [client.processID]).catch(() => {});
    };
    signal.addEventListener('abort', cancel, { once: true });
    try {
      signal.throwIfAborted();
      // The adapter asks its pool; this time it is given one connection, whose process is known.
      const onClient: Adapter = Object.create(adapter, { client: { value: client } });
      return await queryRaw.call(onClient, query);
    } finally {
      signal.removeEventListener('abort', cancel);
      client.release(signal.aborted ? SPOILED : undefined);
    }
  }

  adapter.queryRaw = (query) => {
    const signal = signalOf(query);
    return signal ? run(query, signal) : queryRaw.call(adapter, query);
  };
  adapter.dispose = async () => {
    await cancellers.end();
    await dispose.call(adapter);
  };
  return adapter;
}
