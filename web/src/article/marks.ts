import type { Article, Citation, Mention, Quote } from './article-query.ts';
import type { Span } from './segments.ts';

/** What a reader can switch on and off. */
export const LAYERS = ['people', 'organizations', 'places', 'others', 'quotes', 'speakers', 'sources'] as const;
export type Layer = (typeof LAYERS)[number];

interface EntityMark extends Span {
  readonly kind: 'entity';
  readonly mention: Mention;
}
interface QuoteMark extends Span {
  /** The words said, who says them, the reporting word, and the places that led to the speaker. */
  readonly kind: 'quote' | 'speaker' | 'cue' | 'evidence';
  readonly quote: Quote;
}
interface SourceMark extends Span {
  readonly kind: 'source';
  readonly citation: Citation;
}
/** One thing that was found at one place of an article's body. */
export type Mark = EntityMark | QuoteMark | SourceMark;

/** All marks of an article, each exactly where its anchor is. */
export function marksOf({ mentions, quotes, citations }: Pick<Article, 'mentions' | 'quotes' | 'citations'>): Mark[] {
  return [
    ...mentions.nodes.map((mention): Mark => ({ kind: 'entity', mention, ...placeOf(mention.anchor) })),
    ...quotes.nodes.flatMap((quote): Mark[] => [
      { kind: 'quote', quote, ...placeOf(quote.anchor) },
      ...(quote.speakerAnchor ? [{ kind: 'speaker' as const, quote, ...placeOf(quote.speakerAnchor) }] : []),
      ...(quote.cueAnchor ? [{ kind: 'cue' as const, quote, ...placeOf(quote.cueAnchor) }] : []),
      ...quote.attribution.evidence.map((anchor) => ({ kind: 'evidence' as const, quote, ...placeOf(anchor) })),
    ]),
    ...citations.nodes.map((citation): Mark => ({ kind: 'source', citation, ...placeOf(citation.anchor) })),
  ];
}

const placeOf = ({ start, end }: Span): Span => ({ start, end });

/** The layer of a mark. Null for what is shown only together with the quote that it belongs to. */
export function layerOf(mark: Mark): Layer | null {
  switch (mark.kind) {
    case 'entity':
      return layerOfEntity(mark.mention.entity.type);
    case 'quote':
      return 'quotes';
    case 'speaker':
      return 'speakers';
    case 'source':
      return 'sources';
    case 'cue':
    case 'evidence':
      return null;
  }
}

function layerOfEntity(type: Mention['entity']['type']): Layer {
  switch (type) {
    case 'PERSON':
      return 'people';
    case 'ORGANIZATION':
      return 'organizations';
    case 'PLACE':
      return 'places';
    case 'EVENT':
    case 'GROUP':
    case 'PRODUCT':
    case 'WORK':
      return 'others';
  }
}

/** The id of what a mark is about: marks with the same one belong together. */
export function subjectOf(mark: Mark): string {
  switch (mark.kind) {
    case 'entity':
      return mark.mention.entity.id;
    case 'source':
      return mark.citation.id;
    case 'quote':
    case 'speaker':
    case 'cue':
    case 'evidence':
      return mark.quote.id;
  }
}
