import { createHash } from 'node:crypto';
import { canonicalUrl } from '../../domain/canonical-url.ts';
import type { ArticleFields, Document, RawDocument } from '../../domain/document.ts';
import type { Problem } from '../../domain/problem.ts';
import { DocumentRejected } from '../../domain/problem.ts';
import { parseCredits } from '../../text/credits.ts';
import type { DecodedText } from '../../text/decode.ts';
import { decodeText } from '../../text/decode.ts';
import { lineOfText, paragraphsOfText } from '../../text/markup.ts';
import { derivedHeadline } from '../fields/choose-fields.ts';
import type { Format, FormatOptions, ReadItem } from '../format.ts';
import { itemUri } from '../item-uri.ts';
import { readDateField } from '../stated-date.ts';
import { languageOf } from '../stated-language.ts';
import { publisherFromUrl, sectionFromUrl } from '../url-fields.ts';
import type { Feed, FeedItem } from './parse-feed.ts';
import { readFeed } from './parse-feed.ts';

/** What the last words of a text look like that goes on elsewhere. */
const CUT_OFF =
  /(?:…|\.\.\.|\[…\]|\[\.\.\.\])\s*$|^(?:continue reading|read (?:more|on|the (?:full|rest))|weiterlesen|lire la suite)\b.{0,120}$/i;

/** RSS 0.9x, 1.0 and 2.0, Atom, JSON Feed: each item is a document. */
export const feedFormat: Format = {
  name: 'FEED',
  detects: ({ extension, head }) =>
    ['rss', 'atom', 'rdf'].includes(extension) ||
    (head.startsWith('<') && /^(?:rss|feed|rdf:rdf|\w+:(?:rss|feed))$/i.test(rootOf(head))) ||
    /^\{[\s\S]*"https?:\\?\/\\?\/jsonfeed\.org\\?\/version/.test(head),
  read: readItems,
};

/** The name of the first element. */
function rootOf(head: string): string {
  return /<([a-z][\w:.-]*)/i.exec(head.replace(/<!--[\s\S]*?-->/g, ''))?.[1] ?? '';
}

/**
 * Reads the items of a feed. What is kept of one is a JSON feed that holds it alone.
 * - body: the content; without any, or where it is shorter, the summary, and else the title: the article is then truncated,
 *   as one is whose text ends where it says that it goes on elsewhere;
 * - section: of the address, else the only category;
 * - publisher: whose address it has, else whose the feed has.
 * @throws DocumentRejected as `readFeed`; EMPTY_DOCUMENT for a feed without items; the codes of `decodeText`.
 */
function readItems(raw: RawDocument, { maxBytes }: FormatOptions): readonly ReadItem[] {
  const { text, problems } = decodeXml(raw.bytes, maxBytes);
  const { items, ...feed } = readFeed(text);
  if (items.length === 0) throw new DocumentRejected('EMPTY_DOCUMENT', 'the feed holds no items');
  return items.map((item, index) => {
    const content = JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', ...feed, items: [item] });
    const uri = itemUri(raw.uri, item.id ?? item.url ?? item.title ?? String(index + 1));
    return readItem({ uri, container: raw.uri, content, problems }, feed, item);
  });
}

/** The encoding that XML declares counts where the bytes are not in Unicode. */
function decodeXml(bytes: Uint8Array, maxBytes: number | undefined): DecodedText {
  const decoded = decodeText(bytes, maxBytes);
  if (decoded.charset !== 'windows-1252') return decoded;
  const declared = /^\s*<\?xml[^>]*\bencoding=["']([\w.:-]{1,40})["']/i.exec(decoded.text)?.[1]?.toLowerCase();
  if (declared === undefined || /^utf-?(?:8|16)/.test(declared)) return decoded;
  if (/^(?:iso-?8859-1|latin-?1|us-ascii|windows-1252)$/.test(declared)) return { ...decoded, problems: [] };
  try {
    return { ...decoded, text: new TextDecoder(declared).decode(bytes), problems: [] };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return decoded;
  }
}

interface KeptItem {
  readonly uri: string;
  readonly container: string;
  readonly content: string;
  readonly problems: readonly Problem[];
}

function readItem(
  { uri, container, content, problems }: KeptItem,
  feed: Omit<Feed, 'items'>,
  item: FeedItem,
): ReadItem {
  const title = lineOfText(item.title ?? '');
  const { paragraphs, isTruncated } = textOf(item, title);
  const [lede] = paragraphs;
  if (lede === undefined) return { uri, rejected: { code: 'EMPTY_DOCUMENT', message: 'the item holds no text' } };
  const body = paragraphs.join('\n');
  const home = canonicalUrl(feed.home_page_url ?? '') ?? canonicalUrl(container);
  const url = absolute(item.url ?? item.external_url, home);
  const published = readDateField('datePublished', item.date_published);
  const modified = readDateField('dateModified', item.date_modified);
  const credited =
    (item.authors?.length ? item.authors : feed.authors)?.map(({ name }) => lineOfText(name ?? '')) ?? [];
  const byline = credited.filter((name) => name !== '').join(', ') || null;
  const article: ArticleFields = {
    ...(title === '' ? derivedHeadline(url, body) : { headline: title, headlineBasis: 'FEED' }),
    body,
    url,
    datePublished: published.date?.date ?? null,
    datePublishedPrecision: published.date?.precision ?? null,
    datePublishedBasis: published.date ? 'FEED' : null,
    dateModified: modified.date?.date ?? null,
    inLanguage: languageOf(item.language ?? feed.language, body),
    articleSection: (url === null ? null : sectionFromUrl(url)) ?? onlyOne(item.tags),
    byline,
    authors: [...new Set(credited.flatMap(authorsIn))],
    image: absolute(item.image ?? item.banner_image, home),
    isTruncated,
    pubStatus: 'USABLE',
    embargoedUntil: null,
    publisher: publisherFromUrl(url ?? home ?? ''),
  };
  const sha256 = createHash('sha256').update(content).digest('hex');
  return {
    uri,
    format: 'FEED',
    sha256,
    content,
    article,
    problems: [...problems, ...published.problems, ...modified.problems],
  } satisfies Document;
}

function textOf(item: FeedItem, title: string): { paragraphs: string[]; isTruncated: boolean } {
  const whole = paragraphsOfText(item.content_html ?? item.content_text ?? '');
  const part = paragraphsOfText(item.summary ?? '');
  const lengthOf = (paragraphs: readonly string[]) => paragraphs.reduce((sum, { length }) => sum + length, 0);
  const isWhole = whole.length > 0 && lengthOf(whole) >= lengthOf(part);
  const paragraphs = isWhole ? whole : part;
  if (paragraphs.length === 0) return { paragraphs: title === '' ? [] : [title], isTruncated: true };
  return { paragraphs, isTruncated: !isWhole || CUT_OFF.test(paragraphs.at(-1) ?? '') };
}

/** A section, where there is but one category: several are topics. */
function onlyOne([category, ...others]: readonly string[] = []): string | null {
  const name = others.length > 0 ? '' : lineOfText(category ?? '');
  return name === '' ? null : name;
}

/** Whom a field for an author names: people, not the outlet, nor what software writes there. */
function authorsIn(name: string): readonly string[] {
  const credits = parseCredits(name.replace(/^by\s+/i, ''));
  if (credits) return credits.authors;
  return /[\p{Lu}\p{Lo}]/u.test(name) && !/[@\d]/.test(name) && name.length <= 100 ? [name] : [];
}

function absolute(address: string | undefined, base: string | null): string | null {
  const trimmed = address?.trim() ?? '';
  if (trimmed === '') return null;
  if (base !== null && URL.canParse(trimmed, base)) return canonicalUrl(new URL(trimmed, base).href);
  return canonicalUrl(trimmed);
}
