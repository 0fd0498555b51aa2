import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { shareOf, sumOf } from '../../scripts/accuracy/bootstrap.ts';
import { canonicalSpeakers } from '../../scripts/accuracy/canonical-speakers.ts';
import type { Measure } from '../../scripts/accuracy/measures.ts';
import { ENTITY_MEASURES, QUOTE_MEASURES } from '../../scripts/accuracy/measures.ts';
import { answersTo } from '../../scripts/accuracy/predictions.ts';
import { reliabilityOf, sourceJudgements, speakerJudgements } from '../../scripts/accuracy/reliability.ts';
import type { Counts, Scored } from '../../scripts/accuracy/scorer.ts';
import { CORPORA, readCounts, scoreTogether } from '../../scripts/accuracy/scorer.ts';
import { readQuality } from '../../src/extract/quality.ts';

const isHere = existsSync(CORPORA);
const { figures } = readQuality();

/** The lower end of the interval that `npm run accuracy` found: a figure below it has fallen by more than its noise. */
function lowest(measure: string, corpus: string): number {
  const figure = figures.find((one) => one.measure === measure && one.corpus.startsWith(corpus));
  return figure?.low ?? expect.fail(`models/accuracy.json lacks ${measure} on ${corpus}: npm run accuracy`);
}

describe.skipIf(!isHere)(isHere ? 'accuracy' : 'skipped, ../shared/corpora is not here: accuracy', () => {
  const expectKept = (counts: Counts, { measure, lines }: Measure, corpus: string): void => {
    const found = sumOf(lines.flatMap((line) => counts.get(line) ?? []));
    expect(found.expected).toBeGreaterThan(0);
    expect(shareOf(found), `${measure} on ${corpus}`).toBeGreaterThanOrEqual(lowest(measure, corpus));
  };

  /** Confidence is within these points the share of right answers. */
  const expectCalibrated = (articles: readonly Scored[]): void => {
    for (const judgements of [speakerJudgements, sourceJudgements])
      expect(reliabilityOf(articles.flatMap(judgements)).expectedCalibrationError, judgements.name).toBeLessThan(0.05);
  };

  it.each([
    ['PolNeAR', 'quotes/polnear-dev.jsonl'],
    ['GUM', 'quotes/gum-news.jsonl'],
  ])('of quotes and attributions has not fallen on %s by more than its noise', async (corpus, path) => {
    const articles = answersTo(path);
    const counts = readCounts(await scoreTogether('score-quotes.mjs', articles));
    for (const measure of QUOTE_MEASURES) expectKept(counts, measure, corpus);
    if (corpus === 'PolNeAR') expectCalibrated(articles);
    if (corpus === 'GUM')
      expect(shareOf(sumOf(articles.map(canonicalSpeakers)))).toBeGreaterThanOrEqual(
        lowest('CANONICAL_SPEAKERS', corpus),
      );
  });

  it('of names has not fallen by more than its noise', async () => {
    const articles = answersTo('entities/worldwide.jsonl');
    const counts = readCounts(await scoreTogether('score-entities.mjs', articles, ['--strip-the']));
    for (const measure of ENTITY_MEASURES) expectKept(counts, measure, 'en-worldwide-newswire, as trained on');
  });
});

describe('the counts behind the scorers’ lines', () => {
  it('follow from shares, gold and predictions', () => {
    const counts = readCounts(
      [
        'direct quotes            P 83.7 R 97.5 F1 90.1  gold 679 pred 791',
        'nothing expected         P 0.0 R 0.0 F1 0.0  gold 0 pred 3',
        'speaker | matched quote      acc 92.6  n 662',
      ].join('\n'),
    );
    expect(counts.get('direct quotes')).toEqual({ right: 662, expected: 679, found: 791 });
    expect(counts.get('nothing expected')).toEqual({ right: 0, expected: 0, found: 3 });
    expect(counts.get('speaker | matched quote')).toEqual({ right: 613, expected: 662, found: 662 });
  });
});
