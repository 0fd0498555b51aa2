import { createHash } from 'node:crypto';
import type { ArticleFields, Document, RawDocument } from '../../domain/document.ts';
import type { Problem } from '../../domain/problem.ts';
import { DocumentRejected } from '../../domain/problem.ts';
import { chooseFields } from '../fields/choose-fields.ts';
import type { StructuredArticle } from '../fields/structured-articles.ts';
import { parseLenientJson, structuredArticles } from '../fields/structured-articles.ts';
import type { Format, FormatOptions } from '../format.ts';
import { articleParagraphs } from './article-text.ts';
import { decodeHtml } from './decode-html.ts';
import { parsePage } from './dom.ts';
import { pageFields } from './page-fields.ts';
import { plainBody } from './plain-body.ts';
import { tidyHtml } from './tidy-html.ts';

/** A description this long, in characters, is worth keeping where there is no text. */
const MIN_DESCRIPTION = 40;

/** HTML pages, each with one article. */
export const htmlFormat: Format = {
  name: 'HTML',
  detects: ({ extension, head }) =>
    ['html', 'htm', 'xhtml'].includes(extension) ||
    /^<(?:!doctype html|!--|html|head|body|main|article|section|header|div|p|h1|span|table|meta|script)\b/i.test(
      head,
    ) ||
    /^<\?xml[^>]*>\s*<(?:!doctype html|html)\b/i.test(head),
  read: (raw, options) => [readHtml(raw, options)],
};

/**
 * Reads the article of a page: its text without what stands around it, its metadata from wherever pages have them.
 * @throws DocumentRejected EMPTY_DOCUMENT for a page without an article's text, BINARY_DOCUMENT or DOCUMENT_TOO_LONG.
 */
export function readHtml(raw: RawDocument, { maxBytes, now }: FormatOptions = {}): Document {
  const decoded = decodeHtml(raw.bytes, raw.contentType, maxBytes);
  const problems: Problem[] = [...decoded.problems];
  const { html, jsonLd, cut } = tidyHtml(decoded.text);
  if (cut !== null) problems.push({ code: 'MARKUP_CUT', message: `the page was read to a point only: ${cut}` });
  const page = parsePage(html);
  const structured = mainArticle(
    jsonLd.flatMap((json) => structuredArticles(parseLenientJson(json)).map(({ article }) => article)),
    raw.uri,
  );
  const { candidates, url, image } = pageFields(page, structured, raw.uri);
  const paragraphs = articleParagraphs(html, {
    headline: candidates.headline[0]?.value ?? null,
    structuredBody: structured?.articleBody ? plainBody(structured.articleBody) : null,
  });
  const description =
    structured?.description ??
    page.querySelector('meta[property="og:description"], meta[name=description]')?.getAttribute('content');
  const isTruncated = paragraphs.length === 0;
  const body =
    isTruncated && description && description.length >= MIN_DESCRIPTION
      ? plainBody(description)
      : paragraphs.join('\n');
  if (body === '') throw new DocumentRejected('EMPTY_DOCUMENT', 'no text of an article was found in the page');
  const chosen = chooseFields(candidates, { url, body, now: now ?? null });
  const article: ArticleFields = {
    ...chosen.fields,
    body,
    url,
    image,
    isTruncated,
    pubStatus: 'USABLE',
    embargoedUntil: null,
  };
  const sha256 = createHash('sha256').update(raw.bytes).digest('hex');
  return {
    uri: raw.uri,
    format: 'HTML',
    sha256,
    content: decoded.text,
    article,
    problems: [...problems, ...chosen.problems],
  };
}

/** Of the articles that a page describes its own: the one with the page's address, else the one of which it says most. */
function mainArticle(articles: readonly StructuredArticle[], uri: string): StructuredArticle | null {
  const own = uri.replace(/[?#].*$/s, '');
  const weight = (article: StructuredArticle): number =>
    (article.urls.some((url) => url.replace(/[?#].*$/s, '') === own) ? 100 : 0) +
    Object.values(article).filter((value) => value !== null && (!Array.isArray(value) || value.length > 0)).length;
  return articles.reduce<StructuredArticle | null>(
    (best, article) => (best === null || weight(article) > weight(best) ? article : best),
    null,
  );
}
