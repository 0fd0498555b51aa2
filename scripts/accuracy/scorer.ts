import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const CORPORA = fileURLToPath(new URL('../../../shared/corpora/', import.meta.url));

/** What a scorer counted in one article: of an F1 what was right, expected and found; of an accuracy what was right and asked. */
export interface Count {
  readonly right: number;
  readonly expected: number;
  readonly found: number;
}

/** Counts by the name of the scorer's line. */
export type Counts = ReadonlyMap<string, Count>;

const F1_LINE = /^(.+?)\s+P ([\d.]+) R ([\d.]+) F1 [\d.]+\s+gold (\d+) pred (\d+)$/;
const ACCURACY_LINE = /^(.+?)\s+acc ([\d.]+)\s+n (\d+)$/;

/** One article: its line of the corpus, and our answer to it. */
export interface Scored {
  readonly gold: string;
  readonly prediction: string;
}

/**
 * Runs a scorer of the corpora over every article alone, two at a time, so that the articles can be drawn again and again
 * for confidence intervals. Its lines give shares with one decimal; with the few things that one article has, the counts
 * follow from them without error.
 * @param script name in ../shared/corpora/tools
 */
export async function scoreEach(
  script: string,
  articles: readonly Scored[],
  options: readonly string[] = [],
): Promise<Counts[]> {
  const folder = mkdtempSync(join(tmpdir(), 'newsgraph-accuracy-'));
  const results: Counts[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < articles.length; at = next++) {
      const article = articles[at];
      if (!article) return;
      const [gold, prediction] = [join(folder, `${at}.gold`), join(folder, `${at}.pred`)];
      writeFileSync(gold, article.gold);
      writeFileSync(prediction, article.prediction);
      results[at] = readCounts(await run([`${CORPORA}tools/${script}`, gold, prediction, ...options]));
    }
  };
  try {
    await Promise.all([worker(), worker()]);
  } finally {
    rmSync(folder, { recursive: true });
  }
  return results;
}

/** What a scorer says of all articles together. */
export async function scoreTogether(
  script: string,
  articles: readonly Scored[],
  options: readonly string[] = [],
): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'newsgraph-accuracy-'));
  try {
    const [gold, predictions] = [join(folder, 'gold.jsonl'), join(folder, 'predictions.jsonl')];
    writeFileSync(gold, articles.map((article) => article.gold).join('\n'));
    writeFileSync(predictions, articles.map((article) => article.prediction).join('\n'));
    return await run([`${CORPORA}tools/${script}`, gold, predictions, ...options]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The counts behind a scorer's lines. */
export function readCounts(output: string): Counts {
  const counts = new Map<string, Count>();
  for (const line of output.split('\n')) {
    const [, name = '', precision, recall, gold, pred] = F1_LINE.exec(line) ?? [];
    if (name !== '') {
      const [expected, found] = [Number(gold), Number(pred)];
      const right = Math.round(expected > 0 ? (Number(recall) / 100) * expected : (Number(precision) / 100) * found);
      counts.set(name.trim().replace(/\s+/g, ' '), { right, expected, found });
      continue;
    }
    const [, asked = '', share, n] = ACCURACY_LINE.exec(line) ?? [];
    if (asked !== '')
      counts.set(asked.trim(), {
        right: Math.round((Number(share) / 100) * Number(n)),
        expected: Number(n),
        found: Number(n),
      });
  }
  return counts;
}

function run(args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.on('error', reject).on('close', (code) => {
      if (code === 0) resolve(output);
      else reject(new Error(`the scorer ended with ${code}: ${args.join(' ')}`));
    });
  });
}
