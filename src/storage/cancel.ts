import type { PrismaPg } from '@prisma/adapter-pg';
import type { SqlQuery, SqlResultSet } from '@prisma/driver-adapter-utils';
import type { PoolClient } from 'pg';
import { Pool } from 'pg';
import type { Stop } from '../domain/stop.ts';
import { stopOf } from './driver.ts';

type Adapter = Awaited<ReturnType<PrismaPg['connect']>>;

/** After so long it is no use. */
const LONGEST_MS = 5_000;

/** A connection that was cancelled on may be cancelled late: the next query on it must not be what is hit. */
const SPOILED = true;

const ignore = (): void => {};

/**
 * The same adapter, whose queries end in the database when the `Stop` that `queryByDriver` gave them says so.
 * PostgreSQL is told on a connection of its own, which is opened when it is needed.
 * @param onDispose what else ends with the adapter
 */
export function cancellable(adapter: Adapter, url: string, onDispose: () => void): Adapter {
  const { queryRaw, dispose } = adapter;
  const onClients = new WeakMap<PoolClient, Adapter>();
  const cancellers = new Pool({
    connectionString: url,
    max: 2,
    connectionTimeoutMillis: LONGEST_MS,
    query_timeout: LONGEST_MS,
    idleTimeoutMillis: 10_000,
    allowExitOnIdle: true,
  });
  // A connection that is lost while idle is opened again.
  cancellers.on('error', () => {});

  /** The adapter asks its pool; this way it asks one connection, whose process is known. */
  function on(client: PoolClient): Adapter {
    const known = onClients.get(client);
    if (known) return known;
    const bound: Adapter = Object.create(adapter, { client: { value: client } });
    onClients.set(client, bound);
    return bound;
  }

  async function run(query: SqlQuery, stop: Stop): Promise<SqlResultSet> {
    const client: PoolClient & { processID?: number | null } = await adapter.underlyingDriver().connect();
    const cancel = () => {
      cancellers.query('SELECT pg_cancel_backend($1)', [client.processID]).catch(() => {});
    };
    stop.listen(cancel);
    // Lost between its answer and its release, it would end the process; the pool sees that it is lost.
    client.on('error', ignore);
    try {
      stop.throwIfStopped();
      return await queryRaw.call(on(client), query);
    } finally {
      stop.silence(cancel);
      client.off('error', ignore);
      client.release(stop.reason ? SPOILED : undefined);
    }
  }

  adapter.queryRaw = (query) => {
    const stop = stopOf(query);
    return stop ? run(query, stop) : queryRaw.call(adapter, query);
  };
  adapter.dispose = async () => {
    onDispose();
    await cancellers.end();
    await dispose.call(adapter);
  };
  return adapter;
}
