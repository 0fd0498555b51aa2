import { randomFillSync } from 'node:crypto';
import { v7 as uuid } from 'uuid';

/** Bytes of randomness in an id. */
const RANDOM = 16;

/** Randomness for the next ids: to ask for much at once is ten times as fast as once for each. */
const pool = new Uint8Array(RANDOM * 256);
let used = pool.length;

/** An id for a new row. */
export function newId(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += RANDOM;
  return uuid({ random: pool.subarray(used - RANDOM, used) });
}

export function newIds(count: number): string[] {
  return Array.from({ length: count }, newId);
}
