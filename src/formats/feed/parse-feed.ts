import type { AnyFeed, AtomFeed, JsonFeed, MediaNs, RdfFeed, RssFeed } from 'feedsmith';
import { parseFeed } from 'feedsmith';
import { DocumentRejected } from '../../domain/problem.ts';

type Given<Fields> = { readonly [Key in keyof Fields]?: Fields[Key] | undefined };

/** In the words of JSON Feed. */
export type FeedItem = Given<JsonFeed.Item<string>>;
export interface Feed extends Given<Pick<JsonFeed.Feed<string>, 'home_page_url' | 'language' | 'authors'>> {
  readonly items: readonly FeedItem[];
}

/**
 * Reads any feed (RSS 0.9x, 1.0 and 2.0, Atom, JSON Feed) into the terms of JSON Feed, in which texts may be markup whatever
 * their field. An item without an id has its address for it.
 * @throws DocumentRejected UNREADABLE for what is no feed, and for one that declares entities: no feed needs them, and a few
 * lines of them unfold to gigabytes.
 */
export function readFeed(text: string): Feed {
  if (/<!DOCTYPE[^[<>]{0,1000}\[/i.test(text) && /<!ENTITY/i.test(text)) {
    throw new DocumentRejected('UNREADABLE', 'it declares entities of its own, which are not resolved');
  }
  const { format, feed } = parsed(text);
  if (format === 'json') {
    const { home_page_url, language, authors, items = [] } = feed;
    return { home_page_url, language, authors, items };
  }
  if (format === 'atom') return ofAtom(feed);
  return ofRss(feed);
}

function parsed(text: string): AnyFeed {
  let message: string;
  try {
    return parseFeed(text);
  } catch (error) {
    // Whatever the parser stumbles over stands in the feed.
    message = error instanceof Error ? error.message : String(error);
  }
  throw new DocumentRejected('UNREADABLE', `it is no RSS, Atom or JSON feed: ${message.slice(0, 200)}`);
}

function ofAtom(feed: AtomFeed.Feed<string>): Feed {
  return {
    home_page_url: alternate(feed.links),
    language: feed.xml?.lang,
    authors: feed.authors ?? [],
    items: (feed.entries ?? []).map((entry) => {
      const { content, media } = entry;
      const url = alternate(entry.links);
      // What stands elsewhere, or is no text, is not content.
      const isText = content?.type === undefined || /^text\/|xhtml|^html$|^text$/.test(content.type);
      return {
        id: entry.id ?? url,
        url,
        title: entry.title?.value,
        content_html: isText ? content?.value : undefined,
        summary: entry.summary?.value ?? descriptionIn(media),
        image: imageIn(media),
        date_published: entry.published ?? entry.dc?.dates?.[0] ?? entry.updated,
        date_modified: entry.updated,
        tags: entry.categories?.flatMap(({ label, term }) => label ?? term ?? []),
        authors: entry.authors ?? peopleNamed(entry.dc?.creators),
        language: entry.xml?.lang ?? content?.xml?.lang,
      };
    }),
  };
}

function ofRss(feed: RssFeed.Feed<string> | RdfFeed.Feed<string>): Feed {
  return {
    home_page_url: feed.link,
    language: ('language' in feed ? feed.language : undefined) ?? feed.dc?.languages?.[0],
    items: (feed.items ?? []).map((item: RssFeed.Item<string> | RdfFeed.Item<string>) => {
      const guid = 'guid' in item ? item.guid : undefined;
      const isAddress = guid?.isPermaLink !== false && /^https?:\/\//i.test(guid?.value ?? '');
      const url = item.link ?? alternate(item.atom?.links) ?? (isAddress ? guid?.value : undefined);
      const enclosures = 'enclosures' in item ? item.enclosures : undefined;
      return {
        id: guid?.value ?? ('rdf' in item ? item.rdf?.about : undefined) ?? url,
        url,
        title: item.title ?? item.dc?.titles?.[0],
        content_html: item.content?.encoded,
        summary: item.description ?? item.dc?.descriptions?.[0] ?? descriptionIn(item.media),
        image: imageIn(item.media) ?? enclosures?.find(({ type }) => type?.startsWith('image/'))?.url,
        date_published: ('pubDate' in item ? item.pubDate : undefined) ?? item.dc?.dates?.[0] ?? item.atom?.published,
        date_modified: item.atom?.updated ?? item.dcterms?.modified?.[0],
        tags: 'categories' in item ? item.categories?.flatMap(({ name }) => name ?? []) : item.dc?.subjects,
        authors: ('authors' in item ? item.authors : undefined) ?? peopleNamed(item.dc?.creators),
      };
    }),
  };
}

function alternate(
  links: readonly { readonly href?: string; readonly rel?: string }[] | undefined,
): string | undefined {
  return links?.find(({ rel = 'alternate' }) => rel === 'alternate')?.href;
}

function peopleNamed(names: readonly string[] | undefined): JsonFeed.Author[] | undefined {
  return names?.map((name) => ({ name }));
}

function descriptionIn(media: MediaNs.ItemOrFeed | undefined): string | undefined {
  return media?.description?.value ?? media?.groups?.[0]?.description?.value;
}

function imageIn(media: MediaNs.ItemOrFeed | undefined): string | undefined {
  const images = [...(media?.contents ?? []), ...(media?.groups?.[0]?.contents ?? [])];
  const image = images.find(({ type, medium }) => medium === 'image' || type?.startsWith('image/'));
  return image?.url ?? media?.thumbnails?.[0]?.url ?? media?.groups?.[0]?.thumbnails?.[0]?.url;
}
