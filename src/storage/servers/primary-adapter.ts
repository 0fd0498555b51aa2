import type { SqlDriverAdapter, SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import type { DatabaseServers } from './database-servers.ts';

/** The driver adapter of whichever server is written to: Prisma's client knows of one database, and stays when another takes over. */
export function primaryAdapter(servers: DatabaseServers): SqlMigrationAwareDriverAdapterFactory {
  const now = () => servers.primary.adapter();
  return {
    provider: 'postgres',
    adapterName: '@prisma/adapter-pg',
    async connect() {
      const first = await now();
      const adapter: SqlDriverAdapter = {
        provider: first.provider,
        adapterName: first.adapterName,
        queryRaw: async (query) => (await now()).queryRaw(query),
        executeRaw: async (query) => (await now()).executeRaw(query),
        executeScript: async (script) => (await now()).executeScript(script),
        startTransaction: async (isolation) => (await now()).startTransaction(isolation),
        ...(first.getConnectionInfo
          ? { getConnectionInfo: () => first.getConnectionInfo?.() ?? { supportsRelationJoins: true } }
          : {}),
        // The servers are closed by their owner.
        dispose: async () => {},
      };
      return adapter;
    },
    connectToShadowDb: () => {
      throw new Error('databases are compared by their migrations, not on a server that is in use');
    },
  };
}
