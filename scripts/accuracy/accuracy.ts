/**
 * Measures extraction on the annotated corpora beside the project and writes what it finds: `npm run accuracy`, about ten
 * minutes, most of them for training the tagger of names five times; `npm run accuracy quotes` leaves the figures of names as
 * they are. docs/accuracy.md is for people, models/accuracy.json
 * for `extractionQuality` and for the test that guards the figures.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { QualityFigure } from '../../src/domain/quality.ts';
import { QUALITY_FILE, readQuality } from '../../src/extract/quality.ts';
import { EXTRACTOR_VERSION } from '../../src/extract/version.ts';
import { bootstrap, sumOf } from './bootstrap.ts';
import { canonicalSpeakers } from './canonical-speakers.ts';
import type { Measure } from './measures.ts';
import { ENTITY_MEASURES, QUOTE_MEASURES } from './measures.ts';
import { answersTo } from './predictions.ts';
import { reliabilityOf, sourceJudgements, speakerJudgements } from './reliability.ts';
import type { NamedReliability } from './report.ts';
import { reportOf } from './report.ts';
import type { Count, Counts, Scored } from './scorer.ts';
import { CORPORA, scoreEach } from './scorer.ts';

const POLNEAR = 'PolNeAR, development articles';
const GUM = 'GUM, Wikinews';
const WORLDWIDE = 'en-worldwide-newswire';

const figures: QualityFigure[] = [];
const reliabilities: NamedReliability[] = [];

for (const [corpus, path] of [
  [POLNEAR, 'quotes/polnear-dev.jsonl'],
  [GUM, 'quotes/gum-news.jsonl'],
] as const) {
  const articles = answersTo(path);
  const counts = await scoreEach('score-quotes.mjs', articles);
  // The weights of pronouns were trained on GUM, too.
  for (const measure of QUOTE_MEASURES) figures.push(figureOf(measure, corpus, counts, corpus !== GUM));
  if (corpus === POLNEAR)
    reliabilities.push(
      { name: 'Speaker of a stretch that was found', ...reliabilityOf(articles.flatMap(speakerJudgements)) },
      {
        name: 'Source of an attribution without marks, exact words',
        ...reliabilityOf(articles.flatMap(sourceJudgements)),
      },
    );
  if (corpus === GUM) {
    const right = articles.map(canonicalSpeakers);
    figures.push(figure({ measure: 'CANONICAL_SPEAKERS', metric: 'ACCURACY', lines: [] }, corpus, right, false));
  }
}
const known = readQuality().figures.filter(({ measure }) => measure === 'ENTITIES');
figures.push(...(process.argv.includes('quotes') ? known : await entityFigures()));

writeFileSync(QUALITY_FILE, `${JSON.stringify({ extractorVersion: EXTRACTOR_VERSION, figures }, null, 2)}\n`);
const report = reportOf(EXTRACTOR_VERSION, figures, reliabilities);
writeFileSync(new URL('../../docs/accuracy.md', import.meta.url), report.document);
console.log(report.table);

/** Names: in articles of outlets that the tagger has not seen, and in those it was trained on, which only guards against mistakes. */
async function entityFigures(): Promise<QualityFigure[]> {
  const path = 'entities/worldwide.jsonl';
  const trained = await scoreEach('score-entities.mjs', answersTo(path), ['--strip-the']);
  const folder = mkdtempSync(join(tmpdir(), 'newsgraph-accuracy-'));
  try {
    const predictions = join(folder, 'predictions.jsonl');
    const validate = fileURLToPath(new URL('../train/cross-validate-entities.ts', import.meta.url));
    execFileSync(process.execPath, ['--import', 'tsx', validate, 'outlets', `keep=${predictions}`]);
    const heldOut = await scoreEach('score-entities.mjs', pairs(path, predictions), ['--strip-the']);
    return ENTITY_MEASURES.flatMap((measure) => [
      figureOf(measure, `${WORLDWIDE}, cross-validated over outlets`, heldOut, true),
      figureOf(measure, `${WORLDWIDE}, as trained on`, trained, false),
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Each line of a corpus with the prediction of the same id. */
function pairs(path: string, predictions: string): Scored[] {
  const idOf = (line: string): string => z.object({ id: z.string() }).parse(JSON.parse(line)).id;
  const lines = (file: string): string[] => readFileSync(file, 'utf8').split('\n').filter(Boolean);
  const byId = new Map(lines(predictions).map((line) => [idOf(line), line]));
  return lines(`${CORPORA}${path}`).map((gold) => ({ gold, prediction: byId.get(idOf(gold)) ?? '' }));
}

function figureOf(measure: Measure, corpus: string, counts: readonly Counts[], isHeldOut: boolean): QualityFigure {
  const nothing: Count = { right: 0, expected: 0, found: 0 };
  const perArticle = counts.map((article) => sumOf(measure.lines.map((line) => article.get(line) ?? nothing)));
  return figure(measure, corpus, perArticle, isHeldOut);
}

function figure(
  { measure, metric }: Measure,
  corpus: string,
  counts: readonly Count[],
  isHeldOut: boolean,
): QualityFigure {
  const { right, expected, found } = sumOf(counts);
  const { value, low, high } = bootstrap(counts);
  return {
    measure,
    metric,
    corpus,
    value: rounded(value),
    low: rounded(low),
    high: rounded(high),
    precision: metric === 'F1' ? rounded(right / Math.max(1, found)) : null,
    recall: metric === 'F1' ? rounded(right / Math.max(1, expected)) : null,
    sampleSize: expected,
    isHeldOut,
  };
}

function rounded(share: number): number {
  return Math.round(share * 1000) / 1000;
}
