import { randomFillSync } from 'node:crypto';
import { v7 as uuid } from 'uuid';

/** Bytes of randomness in an id. */
const RANDOM = 16;

/** Randomness for the next ids: to ask for much at once is ten times as fast as once for each. */
const pool = new Uint8Array(RANDOM * 256);
let used = pool.length;

/** Ids of one millisecond are counted from a number drawn for it, so that they are in the order in which they were made. */
const MOST_FIRST = 0x7f_ff_ff_ff;
const LAST = 0xff_ff_ff_ff;
let msecs = 0;
let seq = 0;

/** An id for a new row; greater than all that this process made before. */
export function newId(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += RANDOM;
  const random = pool.subarray(used - RANDOM, used);
  const now = Date.now();
  if (now > msecs || seq === LAST) {
    msecs = Math.max(now, msecs + 1);
    seq =
      (((random[6] ?? 0) << 24) | ((random[7] ?? 0) << 16) | ((random[8] ?? 0) << 8) | (random[9] ?? 0)) & MOST_FIRST;
  } else {
    seq += 1;
  }
  return uuid({ random, msecs, seq });
}

export function newIds(count: number): string[] {
  return Array.from({ length: count }, newId);
}
