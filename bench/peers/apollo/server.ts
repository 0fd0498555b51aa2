/** Apollo Server as its documentation has it, standalone, with DataLoader: a loader for each field, made anew for each request. */
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import DataLoader from 'dataloader';
import type { Asked, Batch } from '../resolvers.ts';
import { batches, DateTime, queries, single, typeDefs } from '../resolvers.ts';
import { settings } from '../settings.ts';

type Loaders = Map<Batch, DataLoader<Asked, unknown>>;

/** The resolver of a field, by the loader of this request. */
function byLoader(batch: Batch) {
  return (obj: Asked['obj'], params: Asked['params'], { loaders }: { loaders: Loaders }) => {
    let loader = loaders.get(batch);
    if (!loader) {
      // Batches leave out what is asked for twice; rows are objects of their own, by which nothing would be found again.
      loader = new DataLoader<Asked, unknown>(batch, { cache: false, maxBatchSize: 5_000 });
      loaders.set(batch, loader);
    }
    return loader.load({ obj, params });
  };
}

const fields = Object.entries(batches).map(([type, byField]) => ({
  [type]: Object.fromEntries(Object.entries(byField).map(([field, batch]) => [field, byLoader(batch)])),
}));

const server = new ApolloServer<{ loaders: Loaders }>({
  typeDefs,
  resolvers: [{ Query: queries, ...single, DateTime }, ...fields],
  introspection: false,
});
const { port } = settings();
await startStandaloneServer(server, {
  listen: { port, host: '127.0.0.1' },
  context: async () => ({ loaders: new Map() }),
});
