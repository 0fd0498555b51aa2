/** What extraction is measured by. */
export const QUALITY_MEASURES = [
  'ENTITIES',
  'QUOTED_STRETCHES',
  'SPEAKERS',
  'SPEAKERS_BY_REFERENCE',
  'CANONICAL_SPEAKERS',
  'QUOTES_WITH_SPEAKER',
  'ATTRIBUTION_SOURCES',
  'ATTRIBUTION_CONTENTS',
] as const;
export type QualityMeasure = (typeof QUALITY_MEASURES)[number];

export const QUALITY_METRICS = ['F1', 'ACCURACY'] as const;
export type QualityMetric = (typeof QUALITY_METRICS)[number];

/** One figure: how well one kind of thing is found in one corpus of annotated news. All shares are 0 to 1. */
export interface QualityFigure {
  readonly measure: QualityMeasure;
  readonly metric: QualityMetric;
  /** The corpus, and how it was used. */
  readonly corpus: string;
  readonly value: number;
  /** The 95 % confidence interval of `value`, by bootstrap over the articles. */
  readonly low: number;
  readonly high: number;
  /** Of an F1: how much of what was found is right. */
  readonly precision: number | null;
  /** Of an F1: how much of what is there was found. */
  readonly recall: number | null;
  /** How many annotated things it rests on. */
  readonly sampleSize: number;
  /** Whether the models had not seen these texts in training. */
  readonly isHeldOut: boolean;
}

/** How well a version of the extractor does. */
export interface ExtractionQuality {
  readonly extractorVersion: string;
  readonly figures: readonly QualityFigure[];
}
