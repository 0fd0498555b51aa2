import type { FragmentOf } from 'gql.tada';
import { readFragment } from 'gql.tada';
import { graphql } from 'newsgraph/gql-tada';

/** What this component shows; whoever renders it spreads the fragment into a query. */
export const QuoteItemFragment = graphql(`
  fragment QuoteItem on Quote {
    content
    speakerText
    speaker { name }
    article { headline url publisher { name } }
  }
`);

export function QuoteItem({ quote }: { quote: FragmentOf<typeof QuoteItemFragment> }) {
  const { content, speaker, speakerText, article } = readFragment(QuoteItemFragment, quote);
  return (
    <li>
      <blockquote>{content}</blockquote>
      <p>
        {speaker?.name ?? speakerText ?? 'Nobody who is named'}, in{' '}
        {article.url ? <a href={article.url}>{article.headline}</a> : article.headline}
        {article.publisher && ` (${article.publisher.name})`}
      </p>
    </li>
  );
}
