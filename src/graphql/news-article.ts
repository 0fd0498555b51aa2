import type {
  CreativeWorkLeaf,
  EventLeaf,
  NewsArticleLeaf,
  NewsMediaOrganizationLeaf,
  OrganizationLeaf,
  PersonLeaf,
  PlaceLeaf,
  ProductLeaf,
  QuotationLeaf,
  WithContext,
} from 'schema-dts';
import { EVERYTHING } from '../storage/read/condition.ts';
import type { ArticleRow, CitationRow, EntityRow, QuoteRow, SourceRow } from '../storage/read/rows.ts';
import type { PageSelection, Row, Selection } from '../storage/read/selection.ts';
import { emptySelection } from '../storage/read/selection.ts';
import type { PageOf } from './connection.ts';
import { toGlobalId } from './global-id.ts';
import type { FurtherSelection } from './selection.ts';

/** How many of an article's entities, quotes and citations its JSON-LD holds at most. */
export const MOST_LISTED = 500;

/** The columns of an article that its JSON-LD is made of. */
export const NEWS_ARTICLE_COLUMNS = [
  'headline',
  'body',
  'description',
  'url',
  'datePublished',
  'datePublishedPrecision',
  'dateModified',
  'inLanguage',
  'articleSection',
  'byline',
  'authors',
  'image',
  'wordCount',
  'isTruncated',
];

const SLOTS = {
  publisher: 'jsonLd:publisher',
  entities: 'jsonLd:entities',
  quotes: 'jsonLd:quotes',
  citations: 'jsonLd:citations',
} as const;

/** What else is read for it, in the same statement. */
export const NEWS_ARTICLE_PARTS: FurtherSelection = {
  usualNodes: 50,
  addTo(selection) {
    const source = selectionOf('name', 'kind', 'domain');
    const speaker = selectionOf('name', 'type', 'sameAs');
    const entity = selectionOf('name', 'type', 'aliases', 'countryCode', 'latitude', 'longitude', 'sameAs');
    const quote = selectionOf('content', 'quoteType', 'speakerText');
    quote.ones.set('speaker', { relation: 'speaker', selection: speaker });
    const citation = selectionOf('kind', 'exact');
    citation.ones.set('source', { relation: 'source', selection: source });
    citation.ones.set('via', { relation: 'via', selection: source });
    selection.ones.set(SLOTS.publisher, { relation: 'publisher', selection: source });
    selection.lists.set(SLOTS.entities, { list: 'entities', page: listed(entity) });
    selection.lists.set(SLOTS.quotes, { list: 'quotes', page: listed(quote) });
    selection.lists.set(SLOTS.citations, { list: 'citations', page: listed(citation) });
  },
};

function selectionOf(...columns: string[]): Selection {
  return { ...emptySelection(), columns: new Set(['id', ...columns]) };
}

function listed(node: Selection): PageSelection {
  return {
    args: { first: MOST_LISTED, last: null, after: null, before: null },
    condition: EVERYTHING,
    order: { name: 'default', search: null },
    node,
    edge: new Set(),
    totalCount: false,
    cursors: false,
    more: false,
  };
}

type NamedSource = Pick<SourceRow, 'id' | 'name' | 'kind' | 'domain'>;
type Speaker = Pick<EntityRow, 'id' | 'name' | 'type' | 'sameAs'>;
type ListedQuote = Pick<QuoteRow, 'id' | 'content' | 'quoteType' | 'speakerText'> & { speaker: Speaker | null };
type ListedCitation = Pick<CitationRow, 'kind' | 'exact'> & { source: NamedSource | null; via: NamedSource | null };

/** An article as a schema.org NewsArticle, complete with its context. docs/standards.md says which property holds what. */
export function newsArticleOf(row: ArticleRow): WithContext<NewsArticleLeaf> {
  const { publisher, entities, quotes, citations } = partsOf(row);
  const authors = row.authors.map((name): PersonLeaf => ({ '@type': 'Person', name }));
  const mentions = entities.map(mentioned);
  const works = citations.map(citedWork);
  const citedWorks = works.filter((work, i) => works.findIndex((other) => isSame(work, other)) === i);
  const quotations = quotes.map(quotation);
  return {
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    '@id': row.url ?? urn(row.id),
    identifier: toGlobalId('Article', row.id),
    headline: row.headline,
    ...given('description', row.description),
    ...given('url', row.url),
    ...given('datePublished', datePublishedOf(row)),
    ...given('dateModified', row.dateModified && instant(row.dateModified)),
    ...given('inLanguage', row.inLanguage === 'und' ? null : row.inLanguage),
    ...given('articleSection', row.articleSection),
    ...given('creditText', row.byline),
    ...listOf('author', authors),
    ...given('publisher', publisher && agent(publisher)),
    ...given('image', row.image),
    // A part is no body, and its words are not the article's.
    ...(row.isTruncated ? { abstract: row.body } : { articleBody: row.body, wordCount: row.wordCount }),
    ...listOf('mentions', mentions),
    ...listOf('citation', citedWorks),
    ...listOf('hasPart', quotations),
  };
}

function partsOf(row: ArticleRow) {
  // The row is ours, and what fills the slots was selected above.
  const slots = row as unknown as Row;
  const nodes = <T>(slot: string) => (slots[slot] as PageOf<T>).edges.map(({ node }) => node);
  return {
    publisher: slots[SLOTS.publisher] as NamedSource | null,
    entities: nodes<EntityRow>(SLOTS.entities),
    quotes: nodes<ListedQuote>(SLOTS.quotes),
    citations: nodes<ListedCitation>(SLOTS.citations),
  };
}

/** As exactly as it is known: '2015', '2015-11', '2015-11-16', '2015-11-16T09:30Z', '2015-11-16T09:30:00Z'. */
function datePublishedOf({ datePublished, datePublishedPrecision }: ArticleRow): string | null {
  if (datePublished === null) return null;
  const text = new Date(datePublished).toISOString();
  switch (datePublishedPrecision) {
    case 'YEAR':
      return text.slice(0, 4);
    case 'MONTH':
      return text.slice(0, 7);
    case 'DAY':
      return text.slice(0, 10);
    case 'MINUTE':
      return `${text.slice(0, 16)}Z`;
    default:
      return instant(text);
  }
}

function instant(text: string): string {
  return new Date(text).toISOString().replace('.000Z', 'Z');
}

function mentioned(
  entity: EntityRow,
): PersonLeaf | OrganizationLeaf | PlaceLeaf | EventLeaf | ProductLeaf | CreativeWorkLeaf {
  const { id, name, aliases, sameAs } = entity;
  const thing = { '@id': urn(id), name, ...listOf('alternateName', aliases), ...listOf('sameAs', sameAs) } as const;
  switch (entity.type) {
    case 'PERSON':
      return { '@type': 'Person', ...thing };
    case 'ORGANIZATION':
    case 'GROUP':
      return { '@type': 'Organization', ...thing };
    case 'PLACE':
      return { '@type': 'Place', ...thing, ...whereabouts(entity) };
    case 'EVENT':
      return { '@type': 'Event', ...thing };
    case 'PRODUCT':
      return { '@type': 'Product', ...thing };
    case 'WORK':
      return { '@type': 'CreativeWork', ...thing };
  }
}

function whereabouts({ latitude, longitude, countryCode }: EntityRow): Pick<PlaceLeaf, 'geo' | 'address'> {
  return {
    ...(latitude === null || longitude === null ? {} : { geo: { '@type': 'GeoCoordinates', latitude, longitude } }),
    ...(countryCode === null ? {} : { address: { '@type': 'PostalAddress', addressCountry: countryCode } }),
  };
}

const GENRES = {
  DIRECT: 'direct quotation',
  MIXED: 'partly direct quotation',
  INDIRECT: 'indirect quotation',
} as const;

/** `creator`, not `spokenByCharacter`: those who speak in the news are no characters of a work. */
function quotation({ id, content, quoteType, speaker, speakerText }: ListedQuote): QuotationLeaf {
  return {
    '@type': 'Quotation',
    '@id': urn(id),
    text: content,
    genre: GENRES[quoteType],
    ...(speaker ? { creator: speakerOf(speaker) } : given('creditText', speakerText)),
  };
}

/** Whoever speaks acts as a person or a body: what is called by a place's name is its government. */
function speakerOf({ id, name, type, sameAs }: Speaker): PersonLeaf | OrganizationLeaf {
  return { '@type': type === 'PERSON' ? 'Person' : 'Organization', '@id': urn(id), name, ...listOf('sameAs', sameAs) };
}

/** What is cited is a work or a saying of the source, published by who carried it. */
function citedWork({ kind, exact, source, via }: ListedCitation): CreativeWorkLeaf {
  const carrier = given('publisher', via && agent(via));
  if (source === null) return { '@type': 'CreativeWork', creditText: exact, ...carrier };
  if (kind === 'DOCUMENT') return { '@type': 'CreativeWork', '@id': urn(source.id), name: source.name, ...carrier };
  return { '@type': 'CreativeWork', creator: agent(source), ...carrier };
}

function agent({ id, name, kind, domain }: NamedSource): PersonLeaf | OrganizationLeaf | NewsMediaOrganizationLeaf {
  const thing = { '@id': urn(id), name, ...given('url', domain && `https://${domain}/`) } as const;
  if (kind === 'PERSON') return { '@type': 'Person', ...thing };
  return kind === 'NEWS_OUTLET' || kind === 'NEWS_AGENCY'
    ? { '@type': 'NewsMediaOrganization', ...thing }
    : { '@type': 'Organization', ...thing };
}

/** A name for what has no address; ids never change, so it does not either. */
function urn(id: string): string {
  return `urn:uuid:${id}`;
}

function isSame(a: object, b: object): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** A property, left out where there is nothing to say. */
function given<Name extends string, Value>(name: Name, value: Value | null): { [N in Name]?: Value } {
  return (value === null || value === '' ? {} : { [name]: value }) as { [N in Name]?: Value };
}

function listOf<Name extends string, Value>(name: Name, values: readonly Value[]): { [N in Name]?: readonly Value[] } {
  return (values.length === 0 ? {} : { [name]: values }) as { [N in Name]?: readonly Value[] };
}
