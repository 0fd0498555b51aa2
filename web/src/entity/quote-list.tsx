import { Link } from 'wouter';
import { ABSENT_SPEAKER, QUOTE_TYPES } from '../article/words.ts';
import { count, formatDate } from '../format.ts';
import { articlePath, entityPath } from '../paths.ts';
import { ErrorBox } from '../ui/error-box.tsx';
import { SeeQuery } from '../ui/see-query.tsx';
import { useQuery } from '../use-query.ts';
import type { QuotePage } from './entity-query.ts';
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
        {wordsOf(quotes.nodes).map(({ content, quoteType, speaker, speakerText, quotes: printed }) => (
          <li key={printed[0]?.id}>
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
              {printed.length > 1 && <>, in {count(printed.length, 'article')}</>}
            </p>
            {printed.map(({ id: quoteId, anchor, article }) => (
              <p key={quoteId} className="quiet">
                <Link href={`${articlePath(article.id)}?at=${anchor.start}`}>{article.headline}</Link>
                {article.publisher && <> · {article.publisher.name}</>}
                {article.datePublished && <> · {formatDate(article.datePublished, article.datePublishedPrecision)}</>}
              </p>
            ))}
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

type Quote = QuotePage['nodes'][number];

/** Words that several articles print, as copies of one another do, once. In the order of the first of them. */
function wordsOf(quotes: readonly Quote[]): (Quote & { readonly quotes: readonly Quote[] })[] {
  const groups = new Map<string, [Quote, ...Quote[]]>();
  for (const quote of quotes) {
    const { content, speaker, speakerText } = quote;
    const key = JSON.stringify([content, speaker?.id ?? speakerText]);
    const group = groups.get(key);
    if (group) group.push(quote);
    else groups.set(key, [quote]);
  }
  return [...groups.values()].map((group) => ({ ...group[0], quotes: group }));
}
