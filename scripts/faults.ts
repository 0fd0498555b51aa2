/**
 * Breaks a gateway under load again and again, and compares what is there afterwards with what was acknowledged:
 * `npm run faults -- --kills 200 --seed 1`, with `--embedded` on the embedded database, with `--others` also by restarts and broken
 * connections. Exit status 1 when something was lost, is there twice, or took ten seconds to come back.
 */
import { parseArgs } from 'node:util';
import type { Broken } from '../test/faults/fault-run.ts';
import { EMBEDDED_FAULTS, OTHER_SERVER_FAULTS, runFaults, SERVER_FAULTS } from '../test/faults/fault-run.ts';
import { BUILT } from '../test/support/command.ts';

const LONGEST_MS = 10_000;

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    workers: { type: 'string', default: '2' },
    minutes: { type: 'string', default: '60' },
    embedded: { type: 'boolean', default: false },
    others: { type: 'boolean', default: false },
  },
});
const [times, seed, workers, minutes] = [values.kills, values.seed, values.workers, values.minutes].map(Number);
if (!isCount(times) || !isCount(seed) || !isCount(workers) || !isCount(minutes)) {
  console.error('usage: npm run faults -- [--kills N] [--seed N] [--workers N] [--minutes N] [--embedded] [--others]');
  process.exit(2);
}

const faults = values.embedded ? EMBEDDED_FAULTS : { ...SERVER_FAULTS, ...(values.others ? OTHER_SERVER_FAULTS : {}) };
let count = 0;
const report = await runFaults({
  onServer: !values.embedded,
  faults,
  times,
  seed,
  workers,
  minutes,
  file: BUILT,
  onBroken({ fault, read, write }) {
    count += 1;
    console.log(`${count} ${fault}: reads after ${Math.round(read)} ms, writes after ${Math.round(write)} ms`);
  },
});

console.log(
  `\n${report.broken.length} faults, seed ${seed}: ${report.stories} stories, ${report.answered} good answers, the slowest change took ${Math.round(report.slowest)} ms`,
);
console.log('milliseconds until a question was answered, and a document taken in: median, 95th of a hundred, longest');
for (const fault of [...Object.keys(faults), 'all']) {
  const broken = report.broken.filter((each) => fault === 'all' || each.fault === fault);
  if (broken.length > 0)
    console.log(`${fault} (${broken.length}): ${times3(broken, 'read')}; ${times3(broken, 'write')}`);
}
for (const sentence of report.faults) console.log(`WRONG ${sentence}`);
const late = report.broken.filter(({ read, write }) => Math.max(read, write) >= LONGEST_MS);
for (const { fault, read, write } of late) console.log(`LATE ${fault}: ${Math.round(read)}, ${Math.round(write)} ms`);
if (report.faults.length + late.length === 0) console.log('nothing lost, nothing twice');
process.exit(report.faults.length + late.length > 0 ? 1 : 0);

function isCount(value: number | undefined): value is number {
  return Number.isSafeInteger(value) && Number(value) > 0;
}

function times3(broken: readonly Broken[], what: 'read' | 'write'): string {
  const sorted = broken.map((each) => each[what]).sort((a, b) => a - b);
  const at = (share: number) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0);
  return `${at(0.5)}, ${at(0.95)}, ${at(1)}`;
}
