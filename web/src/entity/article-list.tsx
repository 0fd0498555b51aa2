import { Link } from 'wouter';
import { asWords } from '../article/words.ts';
import { count, formatDate } from '../format.ts';
import { articlePath } from '../paths.ts';
import { ErrorBox } from '../ui/error-box.tsx';
import { SeeQuery } from '../ui/see-query.tsx';
import { useQuery } from '../use-query.ts';
import { ARTICLES } from './entity-query.ts';
import { Pager } from './pager.tsx';

interface ArticleListProps {
  readonly id: string;
  /** Only articles published in this time. Null: all. */
  readonly range: { readonly from: string; readonly to: string } | null;
  readonly after: string | null;
  readonly addressOf: (after: string | null) => string;
}

/** One page of the articles that name an entity, each with the ground on which it is linked to it. */
export function ArticleList({ id, range, after, addressOf }: ArticleListProps) {
  const variables = {
    id,
    ...(range && { filter: { datePublished: { gte: range.from, lt: range.to } } }),
    ...(after !== null && { after }),
  };
  const { data, error, isLoading, reload } = useQuery(ARTICLES, variables);
  const links = data?.entity?.links;
  if (error) return <ErrorBox error={error} onRetry={reload} />;
  if (!links) return <p className="quiet">{isLoading ? 'Loading…' : 'Nothing is known.'}</p>;
  return (
    <div aria-busy={isLoading}>
      <ul className="linked">
        {links.edges.map(({ mentionCount, link, node }) => (
          <li key={node.id}>
            <Link href={articlePath(node.id)}>{node.headline}</Link>
            <p className="quiet">
              {[
                node.publisher?.name,
                node.datePublished && formatDate(node.datePublished, node.datePublishedPrecision),
                count(mentionCount, 'mention'),
              ]
                .filter(Boolean)
                .join(' · ')}
            </p>
            <details className="quiet">
              <summary>
                Linked as “{link.name}”: {asWords(link.rule)}
              </summary>
              {link.reason}
            </details>
          </li>
        ))}
      </ul>
      <Pager page={links} shown={links.edges.length} after={after} addressOf={addressOf} what="articles" />
      <SeeQuery document={ARTICLES} variables={variables} about="the articles" />
    </div>
  );
}
