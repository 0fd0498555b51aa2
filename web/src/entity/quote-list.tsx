import { Link } from 'wouter';
import { ABSENT_SPEAKER, QUOTE_TYPES } from '../article/words.ts';
import { formatDate } from '../format.ts';
import { articlePath, entityPath } from '../paths.ts';
import { ErrorBox } from '../ui/error-box.tsx';
import { SeeQuery } from '../ui/see-query.tsx';
import { useQuery } from '../use-query.ts';
import { SAID, SAID_ABOUT } from './entity-query.ts';
import { Pager } from './pager.tsx';

interface QuoteListProps {
  readonly id: string;
  /** Quotes of the entity, or those of others that mention it. */
  readonly which: 'said' | 'about';
  /** The cursor behind which the page begins. Null: the first page. */
  readonly after: string | null;
  readonly addressOf: (after: string | null) => string;
}

/** One page of what an entity said, or of what others said of it. */
export function QuoteList({ id, which, after, addressOf }: QuoteListProps) {
  const document = which === 'said' ? SAID : SAID_ABOUT;
  const variables = { id, ...(after !== null && { after }) };
  const { data, error, isLoading, reload } = useQuery(document, variables);
  const quotes = data?.entity?.quotes;
  if (error) return <ErrorBox error={error} onRetry={reload} />;
  if (!quotes) return <p className="quiet">{isLoading ? 'Loading…' : 'Nothing is known.'}</p>;
  return (
    <div aria-busy={isLoading}>
      {quotes.totalCount === 0 && (
        <p className="quiet">{which === 'said' ? 'No article quotes it.' : 'No quote of others mentions it.'}</p>
      )}
      <ul className="quotes">
        {quotes.nodes.map(({ id: quoteId, content, quoteType, speaker, speakerText, anchor, article }) => (
          <li key={quoteId}>
            <blockquote className={quoteType === 'INDIRECT' ? 'is-indirect' : undefined}>{content}</blockquote>
            <p className="quiet">
              {which === 'about' && (
                <>
                  {speaker ? (
                    <Link href={entityPath(speaker.id)}>{speaker.name}</Link>
                  ) : (
                    (speakerText ?? ABSENT_SPEAKER)
                  )}
                  {' · '}
                </>
              )}
              {QUOTE_TYPES[quoteType]}
              {' · '}
              <Link href={`${articlePath(article.id)}?at=${anchor.start}`}>{article.headline}</Link>
              {article.publisher && <> · {article.publisher.name}</>}
              {article.datePublished && <> · {formatDate(article.datePublished, article.datePublishedPrecision)}</>}
            </p>
          </li>
        ))}
      </ul>
      <Pager page={quotes} shown={quotes.nodes.length} after={after} addressOf={addressOf} what="quotes" />
      <SeeQuery
        document={document}
        variables={variables}
        about={which === 'said' ? 'what it said' : 'what was said of it'}
      />
    </div>
  );
}
