import type { EntityType, GeoPoint, MentionType } from './entity.ts';
import type { EntityLink } from './linking.ts';
import type { Problem } from './problem.ts';
import type { AbstentionReason, QuoteType } from './quote.ts';
import type { SourceKind } from './source.ts';
import type { Span } from './text-anchor.ts';

/**
 * All that was found in one article: a pure function of the document and the extractor's version.
 * Spans are UTF-16 offsets into `Document.article.body`; numbers that name another thing are indexes into these lists.
 */
export interface Extraction {
  readonly entities: readonly ExtractedEntity[];
  /** In reading order. */
  readonly mentions: readonly ExtractedMention[];
  /** In reading order. */
  readonly quotes: readonly ExtractedQuote[];
  readonly sources: readonly ExtractedSource[];
  /** In reading order. */
  readonly citations: readonly ExtractedCitation[];
  /** What kept the extractor from looking, such as a language that it does not read. */
  readonly problems?: readonly Problem[];
}

export interface ExtractedEntity {
  /**
   * What links it across documents: two documents name the same entity exactly when the keys are equal and neither link is
   * ARTICLE_ONLY. Made of type, normalised name and, where a name alone is not enough ('Defense Ministry'), of what the text
   * adds to it: 'ORGANIZATION:defense ministry:FR'. In one document no two entities have the same key.
   */
  readonly key: string;
  /** Why it is linked under that key, or not at all; left out: by its name. */
  readonly link?: EntityLink;
  readonly name: string;
  readonly type: EntityType;
  /** Other names it goes by in this document, without `name`. */
  readonly aliases: readonly string[];
  /** ISO 3166-1 alpha-2. */
  readonly countryCode: string | null;
  readonly location: GeoPoint | null;
  readonly sameAs: readonly string[];
  /** How central it is to the article, 0 to 1. */
  readonly salience: number;
}

export interface ExtractedMention extends Span {
  readonly entity: number;
  readonly mentionType: MentionType;
}

export interface ExtractedQuote extends Span {
  /** DIRECT: the stretches joined by a blank; MIXED and INDIRECT: the whole reported clause. */
  readonly content: string;
  readonly quoteType: QuoteType;
  /** What stands between marks, marks left out, in reading order. */
  readonly stretches: readonly Span[];
  /** The pieces of the content, in reading order: 'The pier, he said, is safe' has two. Of a DIRECT quote the stretches. */
  readonly parts: readonly Span[];
  /** Index into `entities`; null when nobody can be named. */
  readonly speaker: number | null;
  readonly speakerSpan: Span | null;
  readonly cueSpan: Span | null;
  /** Index into `sources`. */
  readonly addressee: number | null;
  /** Index into `citations`. */
  readonly citation: number | null;
  readonly attribution: ExtractedAttribution;
}

export interface ExtractedAttribution {
  /** The rule that decided, e.g. 'cue-after', 'continuation'. */
  readonly method: string;
  /** How likely the words given for the speaker are right, 0 to 1; 0 where there are none. */
  readonly confidence: number;
  readonly abstained: AbstentionReason | null;
  /** The places that led to the answer: from 'he' to the name. */
  readonly evidence: readonly Span[];
}

export interface ExtractedSource {
  /** What links it across documents, by `sourceKey`. */
  readonly key: string;
  readonly name: string;
  readonly kind: SourceKind;
  readonly domain: string | null;
  readonly aliases: readonly string[];
  /** Index into `entities`, where it is one. */
  readonly entity: number | null;
}

/** One place where the prose rests on somebody's word. The span is the words that stand for the source. */
export interface ExtractedCitation extends Span {
  /** Index into `sources`; null when the text gives no name. */
  readonly source: number | null;
  readonly kind: SourceKind;
  readonly isNamed: boolean;
  readonly cueSpan: Span | null;
  /** Index into `sources`: the outlet that carried another's word. */
  readonly via: number | null;
}
