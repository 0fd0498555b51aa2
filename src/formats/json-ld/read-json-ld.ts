import { createHash } from 'node:crypto';
import { canonicalUrl } from '../../domain/canonical-url.ts';
import type { RawDocument } from '../../domain/document.ts';
import { DocumentRejected } from '../../domain/problem.ts';
import { decodeText } from '../../text/decode.ts';
import { chooseFields } from '../fields/choose-fields.ts';
import type { StructuredArticle } from '../fields/structured-articles.ts';
import { parseLenientJson, structuredArticles } from '../fields/structured-articles.ts';
import { structuredCandidates } from '../fields/structured-candidates.ts';
import type { Format, FormatOptions, ReadItem } from '../format.ts';
import { plainBody } from '../html/plain-body.ts';
import { TOO_DEEP, written } from '../parse-json.ts';

/** schema.org's articles as JSON-LD. */
export const jsonLdFormat: Format = {
  name: 'JSON_LD',
  detects: ({ extension, head }) =>
    extension === 'jsonld' || (/^[[{]/.test(head) && /"@(?:context|type|graph|id)"\s*:/.test(head)),
  read: readJsonLd,
};

/**
 * Reads the articles that a JSON-LD document describes: `NewsArticle` and its kin, alone, in `@graph`, in arrays or within
 * other things. Of one that has no text, the description is taken, marked as truncated. An article among several has the
 * document's URI with its own address after '#'.
 * @throws DocumentRejected EMPTY_DOCUMENT for no article with a text, UNREADABLE for what is no JSON, BINARY_DOCUMENT or
 * DOCUMENT_TOO_LONG.
 */
function readJsonLd(raw: RawDocument, { maxBytes, now }: FormatOptions = {}): readonly ReadItem[] {
  const decoded = decodeText(raw.bytes, maxBytes);
  const value = parseLenientJson(decoded.text);
  if (value === undefined) throw new DocumentRejected('UNREADABLE', 'the document is no JSON');
  const found = structuredArticles(value).flatMap(({ article, node }) => {
    const body = bodyOf(article);
    return body.text === '' ? [] : [{ article, node, body }];
  });
  if (found.length === 0) {
    throw new DocumentRejected('EMPTY_DOCUMENT', 'the document describes no article that has a text or a description');
  }
  const uris = new Set<string>();
  return found.flatMap(({ article, node, body }, index): ReadItem[] => {
    const isAlone = found.length === 1;
    const uri = isAlone ? raw.uri : `${raw.uri}#${article.urls[0] ?? index + 1}`;
    if (uris.has(uri)) return [];
    uris.add(uri);
    const content = isAlone ? decoded.text : written(node);
    if (content === undefined) return [{ uri, rejected: TOO_DEEP }];
    const url =
      article.urls.map(canonicalUrl).find((each) => each !== null) ?? (isAlone ? canonicalUrl(raw.uri) : null);
    const { fields, problems } = chooseFields(structuredCandidates(article), {
      url,
      body: body.text,
      now: now ?? null,
    });
    const sha256 = createHash('sha256')
      .update(isAlone ? raw.bytes : content)
      .digest('hex');
    return [
      {
        uri,
        format: 'JSON_LD',
        sha256,
        content,
        article: {
          ...fields,
          body: body.text,
          url,
          image: article.image === null ? null : canonicalUrl(article.image),
          isTruncated: body.isTruncated,
          pubStatus: 'USABLE',
          embargoedUntil: null,
        },
        problems: [...decoded.problems, ...problems],
      },
    ];
  });
}

/** The text; for want of one the description. */
function bodyOf({ articleBody, description }: StructuredArticle): { text: string; isTruncated: boolean } {
  const text = articleBody === null ? '' : plainBody(articleBody);
  if (text !== '') return { text, isTruncated: false };
  return { text: description === null ? '' : plainBody(description), isTruncated: true };
}
