import '../article/article.css';
import { Link, useSearchParams } from 'wouter';
import type { Article as ArticleFields } from '../article/article-query.ts';
import { ARTICLE, languageOf } from '../article/article-query.ts';
import { Facts } from '../article/facts.tsx';
import { Legend } from '../article/legend.tsx';
import { MarkedText } from '../article/marked-text.tsx';
import type { Layer } from '../article/marks.ts';
import { LAYERS, marksOf } from '../article/marks.ts';
import { OtherTexts } from '../article/other-texts.tsx';
import { useMarked } from '../article/use-marked.ts';
import { GroundPanel, Partial, Speakers } from '../article/voices-panel.tsx';
import { asPercent, BASES } from '../article/words.ts';
import { formatDate } from '../format.ts';
import { articlePath, frontPath } from '../paths.ts';
import { isAboutInput, Unavailable } from '../ui/error-box.tsx';
import { SeeQuery } from '../ui/see-query.tsx';
import { useTitle } from '../ui/title.ts';
import { useQuery } from '../use-query.ts';

/**
 * One article. Its address has `at`, an offset in the body whose card is open; `hide`, the layers that are off; and `beside`, the id of
 * the text that it is compared with.
 */
export function Article({ id }: { readonly id: string }) {
  const variables = { id };
  const { data, error, isLoading, reload } = useQuery(ARTICLE, variables);
  const article = data?.article;
  useTitle(article?.headline ?? null);

  if (error && !isAboutInput(error)) return <Unavailable error={error} onRetry={reload} />;
  if (!article && isLoading) return <p className="quiet">Loading…</p>;
  if (!article) {
    return (
      <>
        <h1>There is no such article</h1>
        <p>
          It may have been withdrawn. <Link href={frontPath()}>All articles</Link>
        </p>
      </>
    );
  }
  return <Page key={article.id} found={article} />;
}

function Page({ found }: { readonly found: ArticleFields }) {
  const [search, setSearch] = useSearchParams();
  const { article, loadMore, isLoading } = useMarked(found);
  const { id } = article;

  const withParameter = (name: string, value: string | null): URLSearchParams => {
    const next = new URLSearchParams(search);
    if (value === null || value === '') next.delete(name);
    else next.set(name, value);
    return next;
  };
  const set = (name: string, value: string | null) => setSearch(withParameter(name, value), { replace: true });
  const addressWith = (name: string, value: string | null) => `${articlePath(id)}?${withParameter(name, value)}`;
  const placeAddress = (at: number) => addressWith('at', String(at));
  const at = search.get('at');
  const hide = search.get('hide')?.split(',');
  const hidden: ReadonlySet<Layer> = new Set(LAYERS.filter((layer) => hide?.includes(layer)));

  return (
    <article className="article">
      <header>
        <p className="kicker">
          {article.publisher && <span>{article.publisher.name}</span>}
          {article.articleSection && <span>{article.articleSection}</span>}
          {article.datePublished && (
            <time dateTime={article.datePublished}>
              {formatDate(article.datePublished, article.datePublishedPrecision)}
            </time>
          )}
        </p>
        <h1 lang={languageOf(article)}>{article.headline}</h1>
        <p className="byline">
          {article.byline && <span>{article.byline}</span>}
          {!['STATED', 'METADATA', 'FEED'].includes(article.headlineBasis) && (
            <span className="quiet">headline derived from {BASES[article.headlineBasis]}</span>
          )}
          {article.isTruncated && <span className="tag">only a part of the text was to be had</span>}
        </p>
      </header>
      <div className="columns">
        <div className="text-column">
          <Legend
            marks={marksOf(article)}
            hidden={hidden}
            onChange={(next) => set('hide', LAYERS.filter((layer) => next.has(layer)).join(','))}
          />
          <a className="skip-text" href="#after-text">
            Skip the text
          </a>
          <MarkedText
            article={article}
            hidden={hidden}
            at={at === null || !/^\d+$/.test(at) ? null : Number(at)}
            addressOf={placeAddress}
            onPin={(place) => set('at', place === null ? null : String(place))}
          />
          <Partial shown={article.mentions.nodes.length} all={article.mentions.totalCount} what="mention" />
          {loadMore && (
            <p>
              <button type="button" className="button" disabled={isLoading} onClick={loadMore}>
                Mark more of the text
              </button>
            </p>
          )}
        </div>
        <aside id="after-text" tabIndex={-1} aria-label="About this article">
          <Speakers quotes={article.quotes} addressOf={placeAddress} />
          <GroundPanel citations={article.citations} addressOf={placeAddress} />
          <Facts article={article} />
          <SeeQuery document={ARTICLE} variables={{ id }} />
        </aside>
      </div>
      <OtherTexts
        article={article}
        beside={search.get('beside')}
        addressOf={(beside) => addressWith('beside', beside)}
      />
      {article.related.edges.length > 0 && (
        <section aria-labelledby="related">
          <h2 id="related">About the same</h2>
          <ul className="related">
            {article.related.edges.map(({ score, node }) => (
              <li key={node.id}>
                <Link href={articlePath(node.id)}>{node.headline}</Link>
                <p className="quiet">
                  {[
                    node.publisher?.name,
                    node.datePublished && formatDate(node.datePublished, node.datePublishedPrecision),
                    `${asPercent(score)} alike`,
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </p>
              </li>
            ))}
          </ul>
        </section>
      )}
    </article>
  );
}
