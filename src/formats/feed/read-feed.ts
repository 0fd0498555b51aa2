import { createHash } from 'node:crypto';
import { canonicalUrl } from '../../domain/canonical-url.ts';
import type { ArticleFields, Document, RawDocument } from '../../domain/document.ts';
import type { Problem } from '../../domain/problem.ts';
import { DocumentRejected } from '../../domain/problem.ts';
import { parseCredits } from '../../text/credits.ts';
import { charsetIn, decodeStated } from '../../text/decode.ts';
import { lineOfText, paragraphsOfText } from '../../text/markup.ts';
import type { Candidates } from '../fields/candidates.ts';
import { candidate } from '../fields/candidates.ts';
import { chooseFields } from '../fields/choose-fields.ts';
import type { Format, FormatOptions, ReadItem } from '../format.ts';
import { itemUri } from '../item-uri.ts';
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
  return /<([a-z][\w:.-]*)/i.exec(head.replace(/<!--[\s\S]*?(?:-->|$)/g, ''))?.[1] ?? '';
}

/**
 * Reads the items of a feed. What is kept of one is a JSON feed that holds it alone.
 * - body: the content; without any, or where it is shorter, the summary, and else the title: the article is then truncated,
 *   as one is whose text ends where it says that it goes on elsewhere;
 * - section: of the address, else the only category;
 * - publisher: whose address it has, else whose the feed has;
 * - what it leaves out is derived: see `chooseFields`.
 * @throws DocumentRejected as `readFeed`; EMPTY_DOCUMENT for a feed without items; the codes of `decodeText`.
 */
function readItems(raw: RawDocument, { maxBytes, now }: FormatOptions): readonly ReadItem[] {
  // What HTTP states counts before the XML declaration.
  const charset =
    charsetIn(raw.contentType ?? '') ?? charsetIn(Buffer.from(raw.bytes.subarray(0, 200)).toString('latin1'));
  const { text, problems } = decodeStated(raw.bytes, charset, maxBytes);
  const { items, ...feed } = readFeed(text);
  if (items.length === 0) throw new DocumentRejected('EMPTY_DOCUMENT', 'the feed holds no items');
  return items.map((item, index) => {
    const content = JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', ...feed, items: [item] });
    const uri = itemUri(raw.uri, item.id ?? item.url ?? item.title ?? String(index + 1));
    return readItem({ uri, container: raw.uri, content, problems, now: now ?? null }, feed, item);
  });
}

interface KeptItem {
  readonly uri: string;
  readonly container: string;
  readonly content: string;
  readonly problems: readonly Problem[];
  readonly now: Date | null;
}

function readItem(
  { uri, container, content, problems, now }: KeptItem,
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
  const chosen = chooseFields(candidatesOf(feed, item, title), { url, home, body, now });
  const article: ArticleFields = {
    ...chosen.fields,
    body,
    url,
    image: absolute(item.image ?? item.banner_image, home),
    isTruncated,
    pubStatus: 'USABLE',
    embargoedUntil: null,
  };
  const sha256 = createHash('sha256').update(content).digest('hex');
  return {
    uri,
    format: 'FEED',
    sha256,
    content,
    article,
    problems: [...problems, ...chosen.problems],
  } satisfies Document;
}

function candidatesOf(feed: Omit<Feed, 'items'>, item: FeedItem, title: string): Candidates {
  const authors = item.authors?.length ? item.authors : feed.authors;
  const credited = authors?.map(({ name }) => lineOfText(name ?? '')).filter((name) => name !== '') ?? [];
  return {
    headline: candidate(title, 'FEED', 'title'),
    datePublished: candidate(item.date_published, 'FEED', 'date_published'),
    dateModified: candidate(item.date_modified, 'FEED', 'date_modified'),
    byline: candidate(credited.join(', '), 'FEED', 'authors').map((each) => ({
      ...each,
      authors: [...new Set(credited.flatMap(authorsIn))],
    })),
    section: candidate(onlyOne(item.tags), 'FEED', 'tags'),
    publisher: [],
    language: [
      ...candidate(item.language, 'FEED', 'language of the item'),
      ...candidate(feed.language, 'FEED', 'language'),
    ],
  };
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
