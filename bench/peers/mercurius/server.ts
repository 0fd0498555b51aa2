/** Mercurius on Fastify as its documentation has it: loaders, and queries compiled when they come the second time. */
import Fastify from 'fastify';
import mercurius from 'mercurius';
import { batches, DateTime, queries, single, typeDefs } from '../resolvers.ts';
import { settings } from '../settings.ts';

const app = Fastify();
const loaders = Object.fromEntries(
  Object.entries(batches).map(([type, byField]) => [
    type,
    Object.fromEntries(
      // Batches leave out what is asked for twice; the cache would serialise each row to find it again.
      Object.entries(byField).map(([field, batch]) => [field, { loader: batch, opts: { cache: false } }]),
    ),
  ]),
);
void app.register(mercurius, {
  schema: typeDefs,
  resolvers: { Query: queries, ...single, DateTime },
  loaders,
  jit: 1,
});
app.listen({ port: settings().port, host: '127.0.0.1' }, (error) => {
  if (error) throw error;
});
