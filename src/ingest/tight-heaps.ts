import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * By how much V8 lets a heap grow before it collects the garbage of it all, in per cent. Its own factor is up to four times, in each
 * thread. 50 costs no time that could be measured and saves hundreds of megabytes; 7 saves another hundred and takes a quarter of the
 * time. A hard limit is no way out: V8 ends the whole process where a long document reaches it.
 */
const GROWTH = { usual: 50, tight: 7 };

/** Sets it for all threads. */
export function limitHeapGrowth(how: keyof typeof GROWTH): void {
  setFlagsFromString(`--heap-growing-percent=${GROWTH[how]}`);
}

/**
 * Whether the space for new objects may grow, in all threads: to 32 MB in each, which it never gives back, and the first modules that
 * are loaded fill it. Kept at what it has, a few megabytes, it takes no more time that could be measured where little is computed.
 */
export function letNewSpaceGrow(mayGrow: boolean): void {
  setFlagsFromString(`--semi-space-growth-factor=${mayGrow ? 2 : 1}`);
}

/** Collects the garbage of this thread, and has V8 reckon anew what its heap may grow to. */
export function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const gc: () => void = runInNewContext('gc');
  gc();
}
