/**
 * How fast extraction reads on one core: `npm run bench:extract -- [--no-scaling] [FILE.jsonl …]`, lines of `{id, text}`;
 * without a file the documents of seeds/. Prints the words a second of the whole pipeline and the share of each step (best of
 * five readings, for other work on the machine only ever slows), and, which takes minutes, one text of 5 MB against the same
 * words in texts of 10 kB.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { ArticleText } from '../src/extract/draft.ts';
import { startDraft } from '../src/extract/draft.ts';
import { entitySteps } from '../src/extract/entities/steps.ts';
import { extract } from '../src/extract/pipeline.ts';
import { quoteSteps } from '../src/extract/quotes/steps.ts';
import { detectLanguage } from '../src/text/language.ts';

const READINGS = 5;
const Line = z.object({ text: z.string() });

const { values, positionals } = parseArgs({
  options: { scaling: { type: 'boolean', default: true } },
  allowNegative: true,
  allowPositionals: true,
});
const texts = positionals.length > 0 ? positionals.flatMap(textsOf) : seeds();
const words = wordsOf(texts.join(' '));

function textsOf(path: string): string[] {
  const lines = readFileSync(path, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => Line.parse(JSON.parse(line)).text);
}

function seeds(): string[] {
  const folder = new URL('../seeds/', import.meta.url);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.txt'));
  return files.sort().map((name) => readFileSync(new URL(name, folder), 'utf8'));
}

function wordsOf(text: string): number {
  return text.match(/\S+/g)?.length ?? 0;
}

function articleOf(body: string): ArticleText {
  return { body, headline: '', inLanguage: 'en' };
}

const best = new Map<string, number>();
/** The answer of a step, and its best time, added to those of the other texts. */
function timed<T>(name: string, run: () => T): T {
  let least = Number.POSITIVE_INFINITY;
  let answer = run();
  for (let i = 0; i < READINGS; i++) {
    const began = performance.now();
    answer = run();
    least = Math.min(least, performance.now() - began);
  }
  best.set(name, (best.get(name) ?? 0) + least);
  return answer;
}

for (const body of texts) {
  timed('language', () => detectLanguage(body));
  let draft = timed('annotate', () => startDraft(articleOf(body)));
  for (const step of [...entitySteps, ...quoteSteps]) {
    const before = draft;
    draft = timed(step.name, () => step(before));
  }
}
const total = [...best.values()].reduce((sum, time) => sum + time, 0);
console.log(`${texts.length} texts, ${words} words: ${Math.round(words / (total / 1000))} words/s`);
for (const [name, time] of best)
  console.log(
    `  ${name.padEnd(20)} ${((time * 1000) / words).toFixed(2)} µs/word  ${((100 * time) / total).toFixed(0)} %`,
  );

const SHORT = 10_000;
const LONG = 5_000_000;

/** How much longer one long text takes than the same words in short ones. */
function scaling(): number {
  let long = '';
  for (let i = 0; long.length < LONG; i++) long += `${texts[i % texts.length] ?? ''}\n`;
  long = long.slice(0, LONG);
  const short = Array.from({ length: LONG / SHORT }, (_, i) => long.slice(i * SHORT, (i + 1) * SHORT));
  const rounds = Array.from({ length: 3 }, () =>
    [short, [long]].map((bodies) => {
      const began = performance.now();
      for (const body of bodies) extract({ article: articleOf(body) });
      return performance.now() - began;
    }),
  );
  const [shortest = 1, longest = 1] = [0, 1].map((which) => Math.min(...rounds.map((round) => round[which] ?? 0)));
  return longest / shortest;
}

if (values.scaling) console.log(`one text of 5 MB against 500 of 10 kB: ${scaling().toFixed(2)} times the time`);
