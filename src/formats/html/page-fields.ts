import { canonicalUrl } from '../../domain/canonical-url.ts';
import type { FieldOrigin } from '../../domain/provenance.ts';
import { cleanText } from '../../text/clean.ts';
import { listedByline, printedByline } from '../fields/bylines.ts';
import type { BylineCandidate, Candidate, Candidates } from '../fields/candidates.ts';
import { candidate } from '../fields/candidates.ts';
import { withoutSiteName } from '../fields/headline.ts';
import { readDate } from '../fields/stated-date.ts';
import type { StructuredArticle } from '../fields/structured-articles.ts';
import { structuredCandidates } from '../fields/structured-candidates.ts';
import { blocksOf } from './blocks.ts';
import type { PageDocument, PageElement } from './dom.ts';

/** The names of `<meta>` that publishers' systems write dates, sections and authors under, the most reliable first. */
const PUBLISHED = [
  'article:published_time',
  'article:published',
  'og:published_time',
  'og:article:published_time',
  'rnews:datepublished',
  'datepublished',
  'parsely-pub-date',
  'sailthru.date',
  'pubdate',
  'publishdate',
  'publish-date',
  'publish_date',
  'publication_date',
  'published_date',
  'published-date',
  'article_date_original',
  'article.published',
  'dc.date.issued',
  'dcterms.issued',
  'dc.date.created',
  'dcterms.created',
  'dc.date',
  'dcterms.date',
  'dc.created',
  'cxenseparse:recs:publishtime',
  'cxenseparse:publishtime',
  'originalpublicationdate',
  'bt:pubdate',
  'ptime',
  'date',
  'datecreated',
  'citation_publication_date',
];
const MODIFIED = [
  'article:modified_time',
  'og:updated_time',
  'article:modified',
  'article.updated',
  'datemodified',
  'dcterms.modified',
  'dc.date.modified',
  'dc.modified',
  'lastmod',
  'last-modified',
  'revised',
  'moddate',
  'utime',
];
const AUTHORS = [
  'parsely-author',
  'sailthru.author',
  'author',
  'article:author',
  'article:author_name',
  'dc.creator',
  'dcterms.creator',
  'byl',
  'cxenseparse:author',
  'citation_author',
  'twitter:data1',
];
const SECTIONS = [
  'article:section',
  'parsely-section',
  'section',
  'article.section',
  'dc.subject.section',
  'cxenseparse:section',
];

/** What a printed byline stands in. */
const BYLINES =
  '[itemprop=author], [rel=author], [class*=byline], [class*=Byline], [class*=author-name], [class*=authorName], [class*=author_name], [class*=AuthorName], [data-testid*=byline], .author, .authors, .contributor, .writer';
const LONGEST_BYLINE = 300;
/** 'By Jane Roe | Nov 19, 2019': the names end where something else begins. */
const PRINTED_BYLINE =
  /(?:^|\b(?:posted|written|words|text|story) )by:? (\p{Lu}.*?)(?=$|\s*(?:[|•·–—]|\bon \p{Lu}|\b(?:published|updated|posted|last)\b|,? \p{L}{3,9}\.? \d{1,2},? \d{4}|\d))/iu;
const MOST_HEADINGS = 4;

/** What a page says of its article, and what it takes for its address and picture. */
export interface PageFields {
  readonly candidates: Candidates;
  /** Canonical. */
  readonly url: string | null;
  readonly image: string | null;
}

/**
 * Reads a page's metadata: JSON-LD, Open Graph, Dublin Core and other `<meta>`, microdata, `<time>`, `<link rel=canonical>`,
 * `<title>`, headings and the printed byline.
 * @param uri where the page was found, a URL or not
 */
export function pageFields(page: PageDocument, structured: StructuredArticle | null, uri: string): PageFields {
  const metas = metasOf(page);
  const meta = (names: readonly string[]): Candidate[] =>
    names.flatMap((name) =>
      (metas.get(name) ?? []).slice(0, 1).flatMap((value) => candidate(value, originOf(name), name)),
    );
  const url = addressOf(page, metas, structured, uri);
  const described = structured && structuredCandidates(structured);
  const publisher = [
    ...(described?.publisher ?? []),
    ...meta(['og:site_name', 'application-name', 'dc.publisher', 'dcterms.publisher', 'twitter:app:name:iphone'])
      .slice(0, 2)
      .map((each) => ({ ...each, url: null })),
  ];
  const siteNames = [...publisher.map(({ value }) => value), ...(url === null ? [] : [new URL(url).hostname])];
  const withoutSite = (found: readonly Candidate[]): Candidate[] =>
    found.flatMap(({ value, origin, place }) => candidate(withoutSiteName(oneLine(value), siteNames), origin, place));
  return {
    url,
    image: imageOf(metas, structured, url),
    candidates: {
      headline: withoutSite([
        ...(described?.headline ?? []),
        ...firstElement(page, '[itemprop=headline]', 'MICRODATA', 'headline'),
        ...headings(page),
        ...meta(['og:title', 'twitter:title', 'parsely-title', 'sailthru.title', 'dc.title', 'dcterms.title', 'title']),
        ...firstElement(page, 'title', 'TITLE', null),
      ]),
      datePublished: [
        ...(described?.datePublished ?? []),
        ...meta(PUBLISHED),
        ...firstDate(page, '[itemprop=datePublished]', 'MICRODATA', 'datePublished'),
        ...firstDate(page, 'time[pubdate], time[class*=publish], time[class*=entry-date]', 'TIME', 'time'),
        ...firstDate(page, 'article header time, article time, main time, time', 'TIME', 'time'),
        ...printedDate(page),
      ],
      dateModified: [
        ...(described?.dateModified ?? []),
        ...meta(MODIFIED),
        ...firstDate(page, '[itemprop=dateModified]', 'MICRODATA', 'dateModified'),
      ],
      byline: [...(described?.byline ?? []), ...metaBylines(metas), ...printedBylines(page)],
      section: [...(described?.section ?? []), ...meta(SECTIONS)],
      publisher,
      language: [
        ...(described?.language ?? []),
        ...candidate(
          page.documentElement.getAttribute('lang') ?? page.documentElement.getAttribute('xml:lang'),
          'LANG',
          'html',
        ),
        ...meta(['og:locale', 'content-language', 'dc.language', 'dcterms.language', 'language']),
      ],
    },
  };
}

/** By their names in lower case, each with its values. */
function metasOf(page: PageDocument): Map<string, string[]> {
  const metas = new Map<string, string[]>();
  for (const element of page.querySelectorAll('meta')) {
    const name =
      element.getAttribute('property') ??
      element.getAttribute('name') ??
      element.getAttribute('http-equiv') ??
      element.getAttribute('itemprop');
    const content = element.getAttribute('content')?.trim();
    if (!name || !content) continue;
    const key = name.toLowerCase();
    metas.set(key, [...(metas.get(key) ?? []), content].slice(0, 20));
  }
  return metas;
}

function originOf(name: string): FieldOrigin {
  if (/^(?:og|article):/.test(name)) return 'OPEN_GRAPH';
  return /^dc(?:terms)?\./.test(name) ? 'DUBLIN_CORE' : 'META';
}

/** The canonical address, if it is of the same site as the page's and as particular. */
function addressOf(
  page: PageDocument,
  metas: ReadonlyMap<string, readonly string[]>,
  structured: StructuredArticle | null,
  uri: string,
): string | null {
  const own = canonicalUrl(uri);
  const stated = [
    page.querySelector('link[rel~=canonical]')?.getAttribute('href'),
    metas.get('og:url')?.[0],
    ...(structured?.urls ?? []),
  ];
  for (const text of stated) {
    if (!text) continue;
    const url = canonicalUrl(own && URL.canParse(text, own) ? new URL(text, own).href : text);
    if (url === null) continue;
    const isFrontPage = new URL(url).pathname === '/' && new URL(url).search === '';
    if (own === null ? !isFrontPage : siteOf(url) === siteOf(own) && (!isFrontPage || new URL(own).pathname === '/'))
      return url;
  }
  return own;
}

function siteOf(url: string): string {
  return new URL(url).hostname.replace(/^(?:www|m|mobile|amp|edition)\./, '');
}

function imageOf(
  metas: ReadonlyMap<string, readonly string[]>,
  structured: StructuredArticle | null,
  url: string | null,
): string | null {
  for (const text of [metas.get('og:image')?.[0], metas.get('twitter:image')?.[0], structured?.image]) {
    const image = text && canonicalUrl(url && URL.canParse(text, url) ? new URL(text, url).href : text);
    if (image) return image;
  }
  return null;
}

function firstElement(page: PageDocument, selector: string, origin: FieldOrigin, place: string | null): Candidate[] {
  for (const element of page.querySelectorAll(selector)) {
    const found = candidate(
      oneLine(element.getAttribute('content') ?? element.textContent).slice(0, 500),
      origin,
      place,
    );
    if (found.length > 0) return found;
  }
  return [];
}

/** A page may print its name as a heading, too. */
function headings(page: PageDocument): Candidate[] {
  return [...page.querySelectorAll('h1')]
    .slice(0, MOST_HEADINGS)
    .flatMap(({ textContent }) => candidate(oneLine(textContent ?? '').slice(0, 500), 'HEADING', 'h1'));
}

function firstDate(page: PageDocument, selector: string, origin: FieldOrigin, place: string): Candidate[] {
  const [element] = page.querySelectorAll(selector);
  const time = element?.getAttribute('datetime') ?? element?.getAttribute('content') ?? element?.getAttribute('title');
  return candidate(oneLine(time ?? element?.textContent ?? '').slice(0, 100), origin, place);
}

/** A date as it is written out. */
const WRITTEN_DATE =
  /(?:\p{L}{3,9}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}|\d{1,2}(?:st|nd|rd|th)? \p{L}{3,9}\.?,? \d{4}|\b\d{4}-\d\d-\d\d)\b/u;
const LONGEST_DATE_LINE = 160;
/** How many lines below the heading are looked at. */
const BELOW_HEADING = 12;

/** 'Published Nov 19, 2019' in an element that is named for it, or in a line below the heading. */
function printedDate(page: PageDocument): Candidate[] {
  const named = [
    ...page.querySelectorAll(
      '[class*=date], [class*=Date], [class*=publish], [class*=timestamp], [class*=Timestamp], [id*=date]',
    ),
  ].map(({ textContent }) => oneLine(textContent ?? ''));
  for (const line of [...named, ...linesBelowHeading(page)]) {
    if (line.length > LONGEST_DATE_LINE || /^\W*(?:page )?(?:last )?(?:updated|modified|reviewed)\b/i.test(line))
      continue;
    const date = WRITTEN_DATE.exec(line)?.[0];
    if (date !== undefined && readDate(date) !== null) return candidate(date, 'TIME', 'date');
  }
  return [];
}

function linesBelowHeading(page: PageDocument): string[] {
  const lines = blocksOf(page.querySelector('article, main, [role=main]') ?? page.body);
  const heading = lines.findIndex((block) => block.heading === 1);
  return lines.slice(heading + 1, heading + 1 + BELOW_HEADING).map(({ text }) => text);
}

function metaBylines(metas: ReadonlyMap<string, readonly string[]>): BylineCandidate[] {
  return AUTHORS.flatMap((name) => {
    if (name === 'twitter:data1' && !/written by|author/i.test(metas.get('twitter:label1')?.[0] ?? '')) return [];
    return listedByline(
      (metas.get(name) ?? []).map((value) => ({ name: value, isPerson: true })),
      originOf(name),
      name,
    );
  });
}

/** What stands where bylines stand, if it reads like one. */
function printedBylines(page: PageDocument): BylineCandidate[] {
  const found: BylineCandidate[] = [];
  for (const element of page.querySelectorAll(BYLINES)) {
    if (found.length >= 3) break;
    const named = element.querySelector('[itemprop=name]') ?? element;
    const text = named.textContent;
    if (text.length <= LONGEST_BYLINE) found.push(...printedByline(nameLine(named), 'BYLINE', placeOf(element)));
  }
  if (found.length > 0) return found;
  return linesBelowHeading(page).flatMap((line) => {
    const names = line.length > LONGEST_BYLINE ? undefined : PRINTED_BYLINE.exec(line)?.[1];
    return names === undefined ? [] : printedByline(names, 'BYLINE', 'line');
  });
}

function nameLine(element: PageElement): string {
  return (element.getAttribute('content') ?? element.textContent).trim().split(/\n|\s{3,}/)[0] ?? '';
}

function placeOf(element: PageElement): string {
  return (
    element.getAttribute('itemprop') ??
    element.getAttribute('rel') ??
    element.getAttribute('class')?.split(' ')[0]?.slice(0, 60) ??
    'byline'
  );
}

function oneLine(text: string): string {
  return cleanText(text).replace(/\s*\n\s*/g, ' ');
}
