import { graphql } from 'newsgraph/gql-tada';
import { useLayoutEffect, useRef, useState } from 'react';
import { Link, useSearchParams } from 'wouter';
import { count, formatDate } from '../format.ts';
import type { FrontState } from '../paths.ts';
import { articlePath, entityPath } from '../paths.ts';
import { ErrorBox } from '../ui/error-box.tsx';
import { Highlight } from '../ui/highlight.tsx';
import { SeeQuery } from '../ui/see-query.tsx';
import { useQuery } from '../use-query.ts';
import { chosenPeriod, filterOf } from './front-state.ts';

const ARTICLES = graphql(`
  query FrontArticles($filter: ArticleFilter, $first: Int, $after: String) {
    articles(filter: $filter, first: $first, after: $after) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        id
        headline
        datePublished
        datePublishedPrecision
        articleSection
        description
        copyCount
        publisher {
          name
        }
        quotes(first: 1) {
          totalCount
        }
        entities(first: 4) {
          nodes {
            id
            name
            type
          }
        }
      }
    }
  }
`);

const PAGE_SIZE = 20;
/** How many pages are open, in the address; whatever narrows the list down leaves it out. */
const PAGES = 'pages';
/** That an address may open at once. */
const MOST_PAGES = 50;

/** The cursors behind which the open pages of a list begin. */
interface Opened {
  readonly asked: string;
  readonly cursors: readonly (string | null)[];
}

interface ArticleListProps {
  readonly state: FrontState;
  readonly refresh: number;
  /** The passages that a search found, by article. */
  readonly passages: ReadonlyMap<string, string>;
  /** Ids of those that came while the page was open. */
  readonly fresh: ReadonlySet<string>;
}

/** The articles that fit, page after page. */
export function ArticleList(props: ArticleListProps) {
  const [parameters, setParameters] = useSearchParams();
  const asked = JSON.stringify(props.state);
  const [opened, setOpened] = useState<Opened>({ asked, cursors: [null] });
  // Of another list the first page alone is open; while it is on its way, what was there before stays.
  const cursors = opened.asked === asked ? opened.cursors : [null];
  const wanted = Math.min(MOST_PAGES, Number(parameters.get(PAGES)) || 1);
  return cursors.map((after, index) => (
    <Page
      key={after}
      {...props}
      after={after}
      isFollowed={index < cursors.length - 1}
      isMoreWanted={index + 1 < wanted}
      onMore={() => {
        const next = new URLSearchParams(parameters);
        next.set(PAGES, String(index + 2));
        setParameters(next, { replace: true });
      }}
      onNext={(cursor) => setOpened({ asked, cursors: [...cursors.slice(0, index + 1), cursor] })}
    />
  ));
}

interface PageProps extends ArticleListProps {
  readonly after: string | null;
  /** Whether the next page is open. */
  readonly isFollowed: boolean;
  /** Whether the next page is to be open. */
  readonly isMoreWanted: boolean;
  /** The reader wants the next page. */
  readonly onMore: () => void;
  /** Opens what stands behind a cursor. */
  readonly onNext: (cursor: string) => void;
}

function Page({ state, refresh, passages, fresh, after, isFollowed, isMoreWanted, onMore, onNext }: PageProps) {
  const variables = { filter: filterOf(state, chosenPeriod(state)), first: PAGE_SIZE, after };
  const { data, error, isLoading, isCurrent, reload } = useQuery(ARTICLES, variables, refresh);
  const next = data?.articles.pageInfo.hasNextPage ? data.articles.pageInfo.endCursor : null;
  const open = useRef(onNext);
  open.current = onNext;
  const goesOn = isMoreWanted && !isFollowed && isCurrent;
  useLayoutEffect(() => {
    if (goesOn && next !== null) open.current(next);
  }, [goesOn, next]);
  const failure = error && <ErrorBox error={error} onRetry={reload} />;
  // What was asked again in vain stays to be read; of another question nothing is here.
  if (failure && !isCurrent) return failure;
  if (!data) return <p className="quiet">Loading…</p>;
  const { nodes, totalCount } = data.articles;
  return (
    <>
      {failure}
      {after === null && (
        <div className="list-head">
          <p role="status">{totalCount === 0 ? 'No article fits.' : count(totalCount, 'article')}</p>
          <SeeQuery document={ARTICLES} variables={variables} about="the list" />
        </div>
      )}
      <ol className={isLoading ? 'articles stale' : 'articles'}>
        {nodes.map((article) => {
          const passage = passages.get(article.id);
          return (
            <li key={article.id}>
              <p className="meta">
                {fresh.has(article.id) && <strong className="new">New</strong>}
                {[
                  article.publisher?.name,
                  article.datePublished && formatDate(article.datePublished, article.datePublishedPrecision),
                  article.articleSection,
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </p>
              <h2>
                <Link href={articlePath(article.id)}>{article.headline}</Link>
              </h2>
              <p className="passage">{passage === undefined ? article.description : <Highlight html={passage} />}</p>
              <p className="meta names">
                {article.quotes.totalCount > 0 && <span>{count(article.quotes.totalCount, 'quote')}</span>}
                {article.copyCount > 0 && <span>{count(article.copyCount, 'copy', 'copies')}</span>}
                {article.entities.nodes.map(({ id, name, type }) => (
                  <Link key={id} href={entityPath(id)} className={`kind-${type.toLowerCase()}`}>
                    {name}
                  </Link>
                ))}
              </p>
            </li>
          );
        })}
      </ol>
      {!isFollowed && next !== null && (
        <p>
          <button type="button" className="button" onClick={onMore}>
            More articles
          </button>
        </p>
      )}
    </>
  );
}
