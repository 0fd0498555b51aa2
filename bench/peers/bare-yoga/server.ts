/** Yoga with one field that never changes: what any query costs it at least. */
import { createServer } from 'node:http';
import { createSchema, createYoga } from 'graphql-yoga';
import { settings } from '../settings.ts';

const schema = createSchema({
  typeDefs: 'type Query { corpus: Corpus! } type Corpus { revision: String! articleCount: Int! }',
  resolvers: { Query: { corpus: () => ({ revision: '1', articleCount: 50_000 }) } },
});
createServer(createYoga({ schema, logging: false, graphiql: false })).listen(settings().port, '127.0.0.1');
