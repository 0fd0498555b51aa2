import { readFileSync } from 'node:fs';
import type { QualityFigure, QualityMeasure } from '../../src/domain/quality.ts';
import { PUBLISHED } from './measures.ts';
import type { Reliability } from './reliability.ts';

const TITLES: Readonly<Record<QualityMeasure, string>> = {
  ENTITIES: 'Names of people, organizations, places: exact words and type',
  QUOTED_STRETCHES: 'Quoted stretches of three words or more',
  SPEAKERS: 'Speaker of a stretch that was found',
  SPEAKERS_BY_REFERENCE: 'The same, where the text has a pronoun or a nominal',
  CANONICAL_SPEAKERS: 'Speaker by canonical name, all attributions',
  QUOTES_WITH_SPEAKER: 'Stretch and speaker together',
  ATTRIBUTION_SOURCES: 'Source of all attributions, exact words',
  ATTRIBUTION_CONTENTS: 'Content of all attributions, exact words',
};

export interface NamedReliability extends Reliability {
  /** What the confidence is of. */
  readonly name: string;
}

/** docs/accuracy.md between its two marks, and the same tables for the terminal. */
export function reportOf(
  version: string,
  figures: readonly QualityFigure[],
  reliabilities: readonly NamedReliability[],
): { document: string; table: string } {
  const rows = figures.map((figure) => [
    TITLES[figure.measure],
    figure.corpus,
    `${percent(figure.value)} (${percent(figure.low)} to ${percent(figure.high)})`,
    figure.precision === null || figure.recall === null
      ? ''
      : `${percent(figure.precision)} / ${percent(figure.recall)}`,
    String(figure.sampleSize),
    figure.isHeldOut ? (PUBLISHED[figure.measure] ?? '') : seenIn(figure),
  ]);
  const head = ['What', 'Corpus', 'F1 or accuracy (95 %)', 'P / R', 'n', 'Others, on kept-back articles'];
  const table = [tableOf(head, rows), CONFIDENCE, reliabilityTable(reliabilities)].join('\n\n');
  const file = new URL('../../docs/accuracy.md', import.meta.url);
  const [before = '', rest = ''] = readFileSync(file, 'utf8').split(OPENING);
  const after = rest.split(CLOSING)[1] ?? '';
  return { table, document: `${before}${OPENING}\nExtractor ${version}.\n\n${table}\n${CLOSING}${after}` };
}

const CONFIDENCE = 'How far confidence is the share of right answers (PolNeAR, development articles, held out):';

/** For each tenth of confidence that was given, its mean and the share of right answers. */
function reliabilityTable(reliabilities: readonly NamedReliability[]): string {
  return tableOf(
    ['Confidence of', 'n', 'ECE', 'Brier', 'mean confidence: right (n)'],
    reliabilities.map(({ name, count, bins, expectedCalibrationError, brierScore }) => [
      name,
      String(count),
      percent(expectedCalibrationError),
      percent(brierScore),
      bins.map((bin) => `${percent(bin.meanConfidence)}: ${percent(bin.accuracy)} (${bin.count})`).join(', '),
    ]),
  );
}

function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** How much of a corpus that is not held out was trained on. */
function seenIn({ corpus }: QualityFigure): string {
  return corpus.startsWith('GUM')
    ? 'not all held out: weights of pronouns were trained here'
    : 'a guard, no measure of quality: the texts were trained on';
}

/** Between these the figures stand; what is around them is written by hand. */
const OPENING = '<!-- figures: npm run accuracy -->';
const CLOSING = '<!-- end of figures -->';

function percent(share: number): string {
  return (share * 100).toFixed(1);
}
