import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { shareOf, sumOf } from '../../scripts/accuracy/bootstrap.ts';
import { canonicalSpeakers } from '../../scripts/accuracy/canonical-speakers.ts';
import type { Measure } from '../../scripts/accuracy/measures.ts';
import { ENTITY_MEASURES, QUOTE_MEASURES } from '../../scripts/accuracy/measures.ts';
import { answersTo } from '../../scripts/accuracy/predictions.ts';
import type { Scored } from '../../scripts/accuracy/scorer.ts';
import { CORPORA, readCounts } from '../../scripts/accuracy/scorer.ts';
import { readQuality } from '../../src/extract/quality.ts';

const isHere = existsSync(CORPORA);
const { figures } = readQuality();

/** The lower end of the interval that `npm run accuracy` found: a figure below it has fallen by more than its noise. */
function lowest(measure: string, corpus: string): number {
  const figure = figures.find((one) => one.measure === measure && one.corpus.startsWith(corpus));
  return figure?.low ?? expect.fail(`models/accuracy.json lacks ${measure} on ${corpus}: npm run accuracy`);
}

function countsOf(script: string, articles: readonly Scored[], ...options: string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'newsgraph-accuracy-'));
  try {
    const [gold, predictions] = [join(folder, 'gold.jsonl'), join(folder, 'predictions.jsonl')];
    writeFileSync(gold, articles.map((article) => article.gold).join('\n'));
    writeFileSync(predictions, articles.map((article) => article.prediction).join('\n'));
    return readCounts(
      execFileSync(process.execPath, [`${CORPORA}tools/${script}`, gold, predictions, ...options], {
        encoding: 'utf8',
      }),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe.skipIf(!isHere)(isHere ? 'accuracy' : 'skipped, ../shared/corpora is not here: accuracy', () => {
  const expectKept = (counts: ReturnType<typeof countsOf>, { measure, lines }: Measure, corpus: string): void => {
    const found = sumOf(lines.flatMap((line) => counts.get(line) ?? []));
    expect(found.expected).toBeGreaterThan(0);
    expect(shareOf(found), `${measure} on ${corpus}`).toBeGreaterThanOrEqual(lowest(measure, corpus));
  };

  it.each([
    ['PolNeAR', 'quotes/polnear-dev.jsonl'],
    ['GUM', 'quotes/gum-news.jsonl'],
  ])('of quotes and attributions has not fallen on %s by more than its noise', (corpus, path) => {
    const articles = answersTo(path);
    const counts = countsOf('score-quotes.mjs', articles);
    for (const measure of QUOTE_MEASURES) expectKept(counts, measure, corpus);
    if (corpus === 'GUM')
      expect(shareOf(sumOf(articles.map(canonicalSpeakers)))).toBeGreaterThanOrEqual(
        lowest('CANONICAL_SPEAKERS', corpus),
      );
  });

  it('of names has not fallen by more than its noise', () => {
    const counts = countsOf('score-entities.mjs', answersTo('entities/worldwide.jsonl'), '--strip-the');
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
