import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { codeName, count, formatDate } from '../format.ts';
import { frontPath } from '../paths.ts';
import type { Article } from './article-query.ts';
import { asWords, BASES } from './words.ts';

/** What is known about an article, and what it was read from. */
export function Facts({ article }: { readonly article: Article }) {
  const { document, publisher, datePublished, datePublishedBasis, dateModified, articleSection } = article;
  return (
    <section className="panel" aria-labelledby="facts">
      <h2 id="facts">The article</h2>
      <dl className="facts">
        {publisher && (
          <Fact name="Publisher">
            <Link href={frontPath({ publisher: publisher.id })}>{publisher.name}</Link>
          </Fact>
        )}
        {datePublished && (
          <Fact name="Published">
            {formatDate(datePublished, article.datePublishedPrecision)}
            {datePublishedBasis && datePublishedBasis !== 'STATED' && (
              <span className="quiet"> from {BASES[datePublishedBasis]}</span>
            )}
          </Fact>
        )}
        {dateModified && <Fact name="Changed">{formatDate(dateModified, 'MINUTE')}</Fact>}
        {articleSection && (
          <Fact name="Section">
            <Link href={frontPath({ section: articleSection })}>{articleSection}</Link>
          </Fact>
        )}
        <Fact name="Length">
          {count(article.wordCount, 'word')}
          {article.isTruncated && ', a summary or a part'}
        </Fact>
        {article.inLanguage !== 'und' && <Fact name="Language">{codeName('language', article.inLanguage)}</Fact>}
        {article.url && (
          <Fact name="Original">
            <a href={article.url} rel="noreferrer">
              {new URL(article.url).hostname}
            </a>
          </Fact>
        )}
        <Fact name="Read from">
          {asWords(document.format)}, <span className="address">{document.uri}</span>
        </Fact>
        <Fact name="Taken in">
          {formatDate(document.ingestedAt, 'MINUTE')} UTC, extractor {document.extractorVersion}
        </Fact>
        {document.problems.map(({ code, message }) => (
          <Fact key={code} name="Note">
            {message}
          </Fact>
        ))}
      </dl>
    </section>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
