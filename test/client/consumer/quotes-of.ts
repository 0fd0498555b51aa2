import { createClient } from 'newsgraph/client';
import { graphql } from './graphql.ts';

const QUOTES_OF = graphql(`
  query QuotesOf($name: String!) {
    entity(name: $name) {
      articles(first: 1) {
        nodes {
          headline
          datePublished
          quotes(first: 3) { nodes { content quoteType speaker { name } } }
        }
      }
    }
  }
`);

const client = createClient({ url: 'http://127.0.0.1:4000/graphql' });

export const quotesOf = (name: string) => client.query(QUOTES_OF, { name });

// @ts-expect-error: the name has to be given
export const withoutName = () => client.query(QUOTES_OF, {});
