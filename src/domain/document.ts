import type { Problem } from './problem.ts';
import type { FieldProvenance } from './provenance.ts';
import type { SourceKind } from './source.ts';

export const DOCUMENT_FORMATS = ['TEXT', 'HTML', 'JSON_LD', 'NINJS', 'FEED'] as const;
export type DocumentFormat = (typeof DOCUMENT_FORMATS)[number];

export const FIELD_BASES = ['STATED', 'URL', 'FIRST_SENTENCE', 'FEED', 'METADATA', 'DATELINE'] as const;
/** What a field of an article was read from. */
export type FieldBasis = (typeof FIELD_BASES)[number];

export const DATE_PRECISIONS = ['YEAR', 'MONTH', 'DAY', 'MINUTE', 'SECOND'] as const;
export type DatePrecision = (typeof DATE_PRECISIONS)[number];

export const PUB_STATUSES = ['USABLE', 'WITHHELD', 'CANCELED'] as const;
export type PubStatus = (typeof PUB_STATUSES)[number];

/** The bytes of one document and where they came from, before anything is made of them. */
export interface RawDocument {
  /** Absolute path or URL, normalised; `container#guid` for an item of a container; else `urn:sha256:…`. */
  readonly uri: string;
  readonly bytes: Uint8Array;
  /** The HTTP header `Content-Type` under which they came. */
  readonly contentType?: string;
}

/** A document that a format has read: what it says of one article. All offsets elsewhere refer to `article.body`. */
export interface Document {
  readonly uri: string;
  readonly format: DocumentFormat;
  /** Of the bytes, lower-case hex. */
  readonly sha256: string;
  /** The decoded text, kept so that a better reader or extractor can start again without the file. */
  readonly content: string;
  readonly article: ArticleFields;
  /** What its article is known by where it has no address: an id that its publisher gave it, after `ninjs:`. */
  readonly identity?: string;
  readonly problems: readonly Problem[];
}

/** What a document says of its article, in the words of schema.org and ninjs. */
export interface ArticleFields {
  readonly headline: string;
  readonly headlineBasis: FieldBasis;
  /** Clean text, paragraphs separated by '\n'. */
  readonly body: string;
  /** Normalised by `canonicalUrl`. */
  readonly url: string | null;
  readonly datePublished: Date | null;
  readonly datePublishedPrecision: DatePrecision | null;
  readonly datePublishedBasis: FieldBasis | null;
  readonly dateModified: Date | null;
  /** BCP 47; 'und' when not known. */
  readonly inLanguage: string;
  readonly articleSection: string | null;
  readonly byline: string | null;
  readonly authors: readonly string[];
  readonly image: string | null;
  readonly isTruncated: boolean;
  readonly pubStatus: PubStatus;
  readonly embargoedUntil: Date | null;
  readonly publisher: Publisher | null;
  /** What the document says of each field, and why one answer was taken. */
  readonly provenance: readonly FieldProvenance[];
}

export interface Publisher {
  readonly name: string;
  /** Registrable domain, lower case. */
  readonly domain: string | null;
  readonly kind: SourceKind;
}
