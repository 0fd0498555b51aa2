import { lazy, Suspense } from 'react';
import { Link } from 'wouter';
import { count, formatDate } from '../format.ts';
import { articlePath } from '../paths.ts';
import type { Article } from './article-query.ts';
import { asPercent } from './words.ts';

// The word diff is loaded when somebody compares.
const Comparison = lazy(() => import('./comparison.tsx').then((module) => ({ default: module.Comparison })));

interface OtherTextsProps {
  readonly article: Article;
  /** The id of the copy or version that stands beside the article. */
  readonly beside: string | null;
  /** The address of the page with this text beside the article. */
  readonly addressOf: (beside: string | null) => string;
}

/** Copies of the text and its earlier versions, each to be laid beside it. */
export function OtherTexts({ article, beside, addressOf }: OtherTextsProps) {
  const { copies, versions } = article;
  if (copies.totalCount + versions.totalCount === 0 && beside === null) return null;
  const compare = (id: string, what: string) => (
    <Link className="button" href={addressOf(beside === id ? null : id)} aria-current={beside === id || undefined}>
      {beside === id ? 'Close' : 'Compare'}
      <span className="for-readers"> {what}</span>
    </Link>
  );
  return (
    <section className="other-texts" aria-labelledby="other-texts">
      <h2 id="other-texts">Copies and versions</h2>
      <ul className="rows">
        {copies.edges.map(({ similarity, node }) => (
          <li key={node.id}>
            <div>
              <Link href={articlePath(node.id)}>{node.headline}</Link>
              <p className="quiet">
                {[
                  node.publisher?.name,
                  node.datePublished && formatDate(node.datePublished, node.datePublishedPrecision),
                  `${asPercent(similarity)} the same`,
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </p>
            </div>
            {compare(node.id, `with the copy of ${node.publisher?.name ?? 'nobody known'}`)}
          </li>
        ))}
        {versions.nodes.map(({ id, headline, replacedAt, changes }) => (
          <li key={id}>
            <div>
              {headline}
              <p className="quiet">
                Until {formatDate(replacedAt, 'MINUTE')} UTC
                {[
                  ['figures', changes.figuresRemoved, changes.figuresAdded] as const,
                  ['speakers', changes.speakersRemoved, changes.speakersAdded] as const,
                ].map(
                  ([what, gone, come]) =>
                    gone.length + come.length > 0 && (
                      <span key={what}>
                        {' '}
                        · {what}: {gone.join(', ') || 'none'} → {come.join(', ') || 'none'}
                      </span>
                    ),
                )}
                {changes.quotesAdded.length > 0 && <> · {count(changes.quotesAdded.length, 'quote')} came</>}
                {changes.quotesRemoved.length > 0 && <> · {count(changes.quotesRemoved.length, 'quote')} went</>}
              </p>
            </div>
            {compare(id, `with the version until ${formatDate(replacedAt, 'MINUTE')}`)}
          </li>
        ))}
      </ul>
      {copies.totalCount > copies.edges.length && (
        <p className="quiet">
          The {copies.edges.length} most similar of {count(copies.totalCount, 'copy', 'copies')}.
        </p>
      )}
      {beside !== null && (
        <Suspense fallback={<p className="quiet">Comparing…</p>}>
          <Comparison key={beside} article={article} other={beside} />
        </Suspense>
      )}
    </section>
  );
}
