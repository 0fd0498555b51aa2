import { expect, it } from 'vitest';
import { progressLine } from '../../src/collect/progress-line.ts';

const MINUTE = 60_000;

it.each([
  [
    'half of it',
    { bytes: 500, receipts: 50 },
    { inputs: 100, bytes: 1_000 },
    '██████████░░░░░░░░░░ 50 %  50 documents, 1/s, 1 min 0 s left',
  ],
  [
    'read, not yet stored',
    { bytes: 1_000, receipts: 25 },
    { inputs: 100, bytes: 1_000 },
    '█████░░░░░░░░░░░░░░░ 25 %  25 documents, 0/s, 3 min 0 s left',
  ],
  [
    'in an archive of thousands',
    { bytes: 10, receipts: 600 },
    { inputs: 1, bytes: 1_000 },
    '░░░░░░░░░░░░░░░░░░░░ 1 %  600 documents, 10/s, 1 h 39 min left',
  ],
  [
    'all of it',
    { bytes: 1_000, receipts: 100 },
    { inputs: 100, bytes: 1_000 },
    '████████████████████ 100 %  100 documents, 2/s, 0 s left',
  ],
  [
    'addresses, whose sizes nobody knows',
    { bytes: 9_000, receipts: 1 },
    { inputs: 2, bytes: 0 },
    '██████████░░░░░░░░░░ 50 %  1 documents, 0/s, 1 min 0 s left',
  ],
  [
    'nothing yet',
    { bytes: 0, receipts: 0 },
    { inputs: 100, bytes: 1_000 },
    '░░░░░░░░░░░░░░░░░░░░ 0 %  0 documents, 0/s',
  ],
  ['standard input, of which nobody knows the end', { bytes: 500, receipts: 60 }, null, '60 documents, 1/s'],
])('a minute into the run: %s', (_what, done, total, line) => {
  expect(progressLine({ ...done, total, elapsed: MINUTE })).toBe(line);
});
