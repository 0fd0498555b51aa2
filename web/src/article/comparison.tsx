import { useMemo } from 'react';
import { formatDate } from '../format.ts';
import { ErrorBox } from '../ui/error-box.tsx';
import { SeeQuery } from '../ui/see-query.tsx';
import { useQuery } from '../use-query.ts';
import type { Article } from './article-query.ts';
import { OTHER_TEXT } from './article-query.ts';
import type { Piece } from './side-by-side.ts';
import { oneRow, sideBySide } from './side-by-side.ts';

interface ComparisonProps {
  readonly article: Article;
  /** The id of a copy or a version. */
  readonly other: string;
}

/** The other text on the left, the article on the right, with the words that only one of them has. */
export function Comparison({ article, other }: ComparisonProps) {
  const variables = { id: other };
  const { data, error, isLoading, reload } = useQuery(OTHER_TEXT, variables);
  const text = data?.node && 'body' in data.node ? data.node : null;
  const rows = useMemo(
    () => (text ? [oneRow(text.headline, article.headline), ...sideBySide(text.body, article.body)] : []),
    [text, article],
  );
  if (error) return <ErrorBox error={error} onRetry={reload} />;
  if (isLoading) return <p className="quiet">Comparing…</p>;
  if (!text) return <p>There is no such text any more.</p>;
  return (
    <>
      <table className="side-by-side">
        <thead>
          <tr>
            <th scope="col">
              {text.__typename === 'Article'
                ? (text.publisher?.name ?? 'The copy')
                : `Until ${formatDate(text.replacedAt, 'MINUTE')} UTC`}
            </th>
            <th scope="col">{article.publisher?.name ?? 'This article'}, now</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ left, right }, index) => (
            <tr key={index}>
              <td>{left?.map(pieceIn('del'))}</td>
              <td>{right?.map(pieceIn('ins'))}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <SeeQuery document={OTHER_TEXT} variables={variables} about="the other text" />
    </>
  );
}

const pieceIn = (Changed: 'del' | 'ins') => (piece: Piece, index: number) =>
  piece.isChanged ? <Changed key={index}>{piece.text}</Changed> : piece.text;
