import { createHash } from 'node:crypto';
import { canonicalUrl } from '../../domain/canonical-url.ts';
import type { ArticleFields, Document, FieldBasis, RawDocument } from '../../domain/document.ts';
import { DocumentRejected } from '../../domain/problem.ts';
import { annotate } from '../../text/annotate.ts';
import { cleanText, linesOf } from '../../text/clean.ts';
import type { MonthDay, StatedDate } from '../../text/date-text.ts';
import { dateOf } from '../../text/date-text.ts';
import { readDateline } from '../../text/dateline.ts';
import { decodeText } from '../../text/decode.ts';
import { detectLanguage } from '../../text/language.ts';
import type { Format, FormatOptions } from '../format.ts';
import { headlineFromSlug } from '../slug-headline.ts';
import { dateFromUrl, publisherFromUrl, sectionFromUrl, slugWordsFromUrl } from '../url-fields.ts';
import { readLayout } from './layout.ts';

/** Longest headline that is made of a first sentence, and how much text is looked at to find its end, in UTF-16 units. */
const MAX_DERIVED_HEADLINE = 200;
const FIRST_SENTENCE_WINDOW = 1_000;

/** Plain text: takes whatever no other format claims. */
export const textFormat: Format = {
  name: 'TEXT',
  detects: () => true,
  read: (raw, options) => [readText(raw, options)],
};

/**
 * Reads a plain-text document: one paragraph a line, and around the paragraphs what `readLayout` recognises: headline,
 * byline, dates, credit and a line `Link : URL`; without one, a document that was read from a URL has that. What is not stated is derived, and says from what:
 * - headline: stated, else the words of the URL's slug with the body's capitals, else the first sentence;
 * - date: stated, else a day in the URL's path, else the dateline (which stays in the body; a year that it leaves out is the
 *   URL's), else the month or year in the path;
 * - section and publisher: from the URL; language: from the body.
 * @throws DocumentRejected EMPTY_DOCUMENT, BINARY_DOCUMENT or DOCUMENT_TOO_LONG.
 */
export function readText(raw: RawDocument, { maxBytes }: FormatOptions = {}): Document {
  const decoded = decodeText(raw.bytes, maxBytes);
  const layout = readLayout(linesOf(cleanText(decoded.text)));
  const [lede] = layout.paragraphs;
  if (lede === undefined) throw new DocumentRejected('EMPTY_DOCUMENT', 'the document holds no text');
  const body = layout.paragraphs.join('\n');
  const stated = layout.link === null ? null : canonicalUrl(layout.link);
  const url = stated ?? canonicalUrl(raw.uri);
  const problems = [...decoded.problems, ...layout.problems];
  if (layout.link !== null && stated === null) {
    problems.push({ code: 'URL_INVALID', message: `no http or https address: ${shorten(layout.link)}` });
  }
  const article: ArticleFields = {
    ...headlineOf(layout.headline, url, lede, body),
    body,
    url,
    ...dateOfArticle(layout.datePublished, url, lede),
    dateModified: layout.dateModified?.date ?? null,
    inLanguage: detectLanguage(body),
    articleSection: url === null ? null : sectionFromUrl(url),
    byline: layout.byline,
    authors: layout.authors,
    image: null,
    isTruncated: false,
    pubStatus: 'USABLE',
    embargoedUntil: null,
    publisher: url === null ? null : publisherFromUrl(url),
  };
  const sha256 = createHash('sha256').update(raw.bytes).digest('hex');
  return { uri: raw.uri, format: 'TEXT', sha256, content: decoded.text, article, problems };
}

/** The headline that is stated, else what the address or the first sentence gives. */
export function headlineOf(
  stated: string | null,
  url: string | null,
  lede: string,
  body: string,
): Pick<ArticleFields, 'headline' | 'headlineBasis'> {
  if (stated !== null) return { headline: stated, headlineBasis: 'STATED' };
  const slug = url === null ? [] : slugWordsFromUrl(url);
  if (slug.length > 0) return { headline: headlineFromSlug(slug, body), headlineBasis: 'URL' };
  const text = lede
    .slice(readDateline(lede)?.length ?? 0)
    .slice(0, FIRST_SENTENCE_WINDOW)
    .toWellFormed();
  const sentence = annotate(text).sentences[0];
  return {
    headline: shorten(sentence ? text.slice(sentence.start, sentence.end) : text),
    headlineBasis: 'FIRST_SENTENCE',
  };
}

function dateOfArticle(
  stated: StatedDate | null,
  url: string | null,
  lede: string,
): Pick<ArticleFields, 'datePublished' | 'datePublishedPrecision' | 'datePublishedBasis'> {
  const fields = ({ date, precision }: StatedDate, basis: FieldBasis) => ({
    datePublished: date,
    datePublishedPrecision: precision,
    datePublishedBasis: basis,
  });
  if (stated) return fields(stated, 'STATED');
  const inUrl = url === null ? null : dateFromUrl(url);
  if (inUrl?.precision === 'DAY') return fields(inUrl, 'URL');
  const dateline = readDateline(lede);
  const inDateline = dateline?.date ?? (dateline?.monthDay && inUrl ? dateWithin(inUrl, dateline.monthDay) : null);
  if (inDateline) return fields(inDateline, 'DATELINE');
  if (inUrl) return fields(inUrl, 'URL');
  return { datePublished: null, datePublishedPrecision: null, datePublishedBasis: null };
}

/** The day of a dateline in the year, or the month, that the URL gives. */
function dateWithin(period: StatedDate, { month, day }: MonthDay): StatedDate | null {
  if (period.precision === 'MONTH' && period.date.getUTCMonth() + 1 !== month) return null;
  return dateOf(period.date.getUTCFullYear(), month, day);
}

/** At most `MAX_DERIVED_HEADLINE` UTF-16 units, cut at a blank. */
function shorten(text: string): string {
  if (text.length <= MAX_DERIVED_HEADLINE) return text;
  const cut = text.slice(0, MAX_DERIVED_HEADLINE - 1);
  return `${cut
    .slice(0, Math.max(cut.lastIndexOf(' '), MAX_DERIVED_HEADLINE / 2))
    .trimEnd()
    .toWellFormed()}…`;
}
