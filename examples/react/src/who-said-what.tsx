import { graphql } from 'newsgraph/gql-tada';
import { useState } from 'react';
import { useQuery } from 'urql';
import { QuoteItem, QuoteItemFragment } from './quote-item.tsx';

const QUOTES = graphql(
  `
  query Quotes($filter: QuoteFilter, $after: String) {
    quotes(filter: $filter, first: 10, after: $after) {
      totalCount
      pageInfo { hasNextPage endCursor }
      nodes { id ...QuoteItem }
    }
  }
`,
  [QuoteItemFragment],
);

/** Quotes, newest articles first: of everybody, or of who is named. */
export function WhoSaidWhat() {
  const [speaker, setSpeaker] = useState('');
  const [after, setAfter] = useState<string | null>(null);
  const filter = speaker === '' ? null : { speaker: { name: { contains: speaker } } };
  const [{ data, error, fetching }] = useQuery({ query: QUOTES, variables: { filter, after } });
  return (
    <main>
      <h1>Who said what</h1>
      <label>
        Speaker{' '}
        <input
          type="search"
          value={speaker}
          onChange={(event) => {
            setSpeaker(event.target.value);
            setAfter(null);
          }}
        />
      </label>
      <p role="status">{error ? error.message : fetching ? 'Asking …' : `${data?.quotes.totalCount} quotes`}</p>
      <ul>
        {data?.quotes.nodes.map((quote) => (
          <QuoteItem key={quote.id} quote={quote} />
        ))}
      </ul>
      {data?.quotes.pageInfo.hasNextPage && (
        <button type="button" onClick={() => setAfter(data.quotes.pageInfo.endCursor)}>
          Next
        </button>
      )}
    </main>
  );
}
