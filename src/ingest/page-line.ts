import { canonicalUrl } from '../domain/canonical-url.ts';
import type { ArticleFields, DatePrecision } from '../domain/document.ts';
import type { ReadPage } from '../extract/json-lines.ts';
import { statedOffset } from '../formats/fields/stated-date.ts';
import { readDocuments } from '../formats/read-document.ts';
import { documentUri } from './document-uri.ts';

const DATE_LENGTHS: Readonly<Record<DatePrecision, number>> = { YEAR: 4, MONTH: 7, DAY: 10, MINUTE: 16, SECOND: 19 };

/** Reads the page of a line of `newsgraph extract`. @param now dates after it are no facts */
export function pageReader(now: () => Date): ReadPage {
  return (url, html) => {
    const bytes = new TextEncoder().encode(html);
    const [document] = readDocuments(
      { uri: documentUri(url === null ? null : canonicalUrl(url), bytes), bytes },
      { format: 'HTML', now: now() },
    );
    if (!document || 'rejected' in document) throw new Error('a page is one document');
    const { article, problems } = document;
    const { headline, articleSection, inLanguage, image, body, isTruncated, byline } = article;
    return {
      fields: {
        headline,
        authors: article.authors.length > 0 || byline === null ? article.authors : [byline],
        datePublished: dateText(article, 'DATE_PUBLISHED', article.datePublished),
        dateModified: dateText(article, 'DATE_MODIFIED', article.dateModified),
        articleSection,
        inLanguage,
        publisher: article.publisher?.name ?? null,
        url: article.url,
        image,
        body,
        isTruncated,
      },
      problems,
    };
  };
}

function dateText(
  { provenance }: ArticleFields,
  field: 'DATE_PUBLISHED' | 'DATE_MODIFIED',
  date: Date | null,
): string | null {
  const chosen = provenance.find((each) => each.field === field)?.candidates.find(({ isChosen }) => isChosen);
  if (date === null || !chosen) return null;
  const precision = chosen.precision ?? 'SECOND';
  if (chosen.zone === null) return date.toISOString().slice(0, DATE_LENGTHS[precision]);
  const offset = statedOffset(chosen.value) ?? 0;
  const local = new Date(date.getTime() + offset * 60_000).toISOString().slice(0, DATE_LENGTHS[precision]);
  const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60].map((part) =>
    String(part).padStart(2, '0'),
  );
  return offset === 0 ? `${local}Z` : `${local}${offset < 0 ? '-' : '+'}${hours}:${minutes}`;
}
