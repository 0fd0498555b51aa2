/**
 * Puts damaged inputs of all formats and containers, and bombs, through expansion and reading:
 * `npm run mutate -- --count 10000 --seed 1`. Exit status 1 when one crashed, took longer than five seconds, or left no answer.
 */
import { parseArgs } from 'node:util';
import { DocumentRejected } from '../src/domain/problem.ts';
import { readDocuments } from '../src/formats/read-document.ts';
import { expand } from '../src/ingest/containers/expand.ts';
import type { Sample } from '../test/support/mutations.ts';
import { BOMBS, mutated, SAMPLES } from '../test/support/mutations.ts';
import { randomOf } from '../test/support/random.ts';

const LONGEST_MS = 5_000;

const { values } = parseArgs({
  options: { count: { type: 'string', default: '10000' }, seed: { type: 'string', default: '1' } },
});
const [count, seed] = [Number(values.count), Number(values.seed)];
if (!Number.isSafeInteger(count) || count < 0 || !Number.isSafeInteger(seed)) {
  console.error('usage: npm run mutate -- [--count N] [--seed N]');
  process.exit(2);
}

const outcomes = new Map<string, number>();
const slowest: { name: string; milliseconds: number }[] = [];
const failures: string[] = [];
let peak = 0;

for (const [name, make] of BOMBS) await put(name, make());
console.log(`${BOMBS.size} bombs`);
report();
const random = randomOf(seed);
for (let i = 0; i < count; i++) {
  const sample = SAMPLES[random(SAMPLES.length)];
  if (sample) await put(`mutation ${i} of seed ${seed}, ${sample.uri}`, mutated(sample, random));
}
console.log(`${count} mutations, seed ${seed}`);
report();
process.exit(failures.length > 0 ? 1 : 0);

/** Everything in the input gets an answer: a document, or a problem with a code. */
async function put(name: string, input: Sample): Promise<void> {
  const start = performance.now();
  let answers = 0;
  const count = (outcome: string): void => {
    answers += 1;
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  };
  try {
    for await (const { from, format } of expand(input, { now: new Date() })) {
      if (!('bytes' in from)) {
        count(from.problem?.code ?? 'FILE');
        continue;
      }
      try {
        for (const item of readDocuments(from, { now: new Date(), ...(format && { format }) })) {
          count('rejected' in item ? item.rejected.code : 'read');
        }
      } catch (error) {
        if (!(error instanceof DocumentRejected)) throw error;
        count(error.code);
      }
    }
  } catch (error) {
    failures.push(`${name}: crashed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }
  const milliseconds = performance.now() - start;
  if (answers === 0) failures.push(`${name}: no answer`);
  if (milliseconds > LONGEST_MS) failures.push(`${name}: ${Math.round(milliseconds)} ms`);
  slowest.push({ name, milliseconds });
  slowest.sort((a, b) => b.milliseconds - a.milliseconds);
  slowest.splice(5);
  peak = Math.max(peak, process.memoryUsage().rss);
}

function report(): void {
  const all = [...outcomes].sort((a, b) => b[1] - a[1]).map(([outcome, times]) => `${outcome} ${times}`);
  console.log(`  answers: ${all.join(', ')}`);
  console.log(
    `  slowest: ${slowest.map(({ name, milliseconds }) => `${Math.round(milliseconds)} ms ${name}`).join('; ')}`,
  );
  console.log(`  peak memory: ${Math.round(peak / 1_048_576)} MB`);
  console.log(`  failures: ${failures.length}`);
  for (const failure of failures.slice(0, 20)) console.log(`    ${failure}`);
}
