import type { QualityMeasure, QualityMetric } from '../../src/domain/quality.ts';

/** What one line of a scorer is, as a figure, and what is known of others on the same kind of news. */
export interface Measure {
  readonly measure: QualityMeasure;
  readonly metric: QualityMetric;
  /** The scorer's lines whose counts it adds up. */
  readonly lines: readonly string[];
}

export const QUOTE_MEASURES: readonly Measure[] = [
  { measure: 'QUOTED_STRETCHES', metric: 'F1', lines: ['direct quotes'] },
  { measure: 'SPEAKERS', metric: 'ACCURACY', lines: ['speaker | matched quote'] },
  { measure: 'SPEAKERS_BY_REFERENCE', metric: 'ACCURACY', lines: ['speaker: pronoun', 'speaker: nominal'] },
  { measure: 'QUOTES_WITH_SPEAKER', metric: 'F1', lines: ['direct quote+speaker'] },
  { measure: 'ATTRIBUTION_SOURCES', metric: 'F1', lines: ['source exact'] },
  { measure: 'ATTRIBUTION_CONTENTS', metric: 'F1', lines: ['content exact'] },
];

export const ENTITY_MEASURES: readonly Measure[] = [{ measure: 'ENTITIES', metric: 'F1', lines: ['ALL strict'] }];

/** Figures published or measured by others, as shares of a hundred, on kept-back articles of the same corpora. */
export const PUBLISHED: Readonly<Partial<Record<QualityMeasure, string>>> = {
  QUOTED_STRETCHES: 'a regular expression 97.0, people 97.2',
  SPEAKERS: 'nearest name by regular expression 62.7, people 97.9',
  QUOTES_WITH_SPEAKER: 'regular expression 60.8, people 95.2',
  ATTRIBUTION_SOURCES: 'rules 10.7, CoreNLP 13.9, feature CRF 50.6, BiLSTM-CRF 69.6, people 78.9, BERT-CRF 82.2',
  ATTRIBUTION_CONTENTS: 'feature CRF 28.6, BiLSTM-CRF 59',
  ENTITIES: 'compromise 47.1, a plain CRF without word lists 75.9',
};
