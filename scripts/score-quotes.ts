/**
 * Scores quotes and attributions on the development corpora:
 *   npx tsx scripts/score-quotes.ts [CORPUS…] [--limit=N]     (default: polnear-dev gum-news)
 * Predictions go to a temporary folder; the figures come from the corpora's own scorer.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { ArticleFields } from '../src/domain/document.ts';
import type { Span } from '../src/domain/text-anchor.ts';
import { extract } from '../src/extract/pipeline.ts';
import { hasSingleMarks, hasSubstituteMarks } from '../src/text/quotation-marks.ts';

const CORPORA = fileURLToPath(new URL('../../shared/corpora/', import.meta.url));
const Line = z.object({ id: z.string(), text: z.string() });

const options = process.argv.slice(2);
const names = options.filter((option) => !option.startsWith('--'));
const limit = Number(
  options.find((option) => option.startsWith('--limit='))?.slice('--limit='.length) ?? Number.POSITIVE_INFINITY,
);
const folder = mkdtempSync(join(tmpdir(), 'score-quotes-'));
try {
  for (const name of names.length > 0 ? names : ['polnear-dev', 'gum-news']) score(name);
} finally {
  rmSync(folder, { recursive: true });
}

function score(name: string): void {
  const lines = readFileSync(`${CORPORA}quotes/${name}.jsonl`, 'utf8').split('\n').filter(Boolean).slice(0, limit);
  const started = performance.now();
  const predictions = lines.map((line) => predict(Line.parse(JSON.parse(line))));
  const seconds = (performance.now() - started) / 1000;
  const gold = join(folder, `${name}.gold.jsonl`);
  const predicted = join(folder, `${name}.jsonl`);
  writeFileSync(gold, lines.join('\n'));
  writeFileSync(predicted, predictions.join('\n'));
  const { stdout, stderr } = spawnSync(process.execPath, [`${CORPORA}tools/score-quotes.mjs`, gold, predicted], {
    encoding: 'utf8',
  });
  console.log(`${name}: ${lines.length} articles, ${seconds.toFixed(1)} s\n${stdout}${stderr}`);
}

function predict({ id, text }: z.infer<typeof Line>): string {
  const { entities, quotes } = extract({ article: articleOf(text) });
  const words = (span: Span) => ({ start: span.start, end: span.end, text: text.slice(span.start, span.end) });
  return JSON.stringify({
    id,
    quotes: quotes.map((quote) => ({
      start: quote.start,
      end: quote.end,
      spans: quote.parts,
      // In the corpora only double marks make a stretch.
      quoted: quote.stretches.filter((stretch) => !hasSubstituteMarks(text, stretch) && !hasSingleMarks(text, stretch)),
      type: quote.quoteType.toLowerCase(),
      speaker: quote.speakerSpan && { ...words(quote.speakerSpan), name: entities[quote.speaker ?? -1]?.name ?? null },
      cue: quote.cueSpan && words(quote.cueSpan),
    })),
  });
}

function articleOf(body: string): ArticleFields {
  return {
    headline: '',
    headlineBasis: 'FIRST_SENTENCE',
    body,
    url: null,
    datePublished: null,
    datePublishedPrecision: null,
    datePublishedBasis: null,
    dateModified: null,
    inLanguage: 'en',
    articleSection: null,
    byline: null,
    authors: [],
    image: null,
    isTruncated: false,
    pubStatus: 'USABLE',
    embargoedUntil: null,
    publisher: null,
  };
}
