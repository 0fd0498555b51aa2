import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import { Piscina } from 'piscina';
import type { Input, Taken } from './take.ts';
import { collectGarbage, letNewSpaceGrow, limitHeapGrowth } from './tight-heaps.ts';

/** Threads end when there was nothing to do for so long: each holds models of some hundred megabytes. */
const IDLE_MS = 2_000;

/** Reading and extraction beside the thread that saves. */
export interface ExtractionWorkers {
  /** The answers of `takeInput` with `extract` of `extract/pipeline.ts`, in the order of the inputs. */
  take(inputs: readonly Input[]): Promise<Taken[]>;
  /** Says whether memory is worth more than time from now on; until then nobody knows. */
  spareMemory(isScarce: boolean): void;
  close(): Promise<void>;
}

/** As many threads as the machine can run beside this one, started when there is work for them. */
export function createExtractionWorkers(): ExtractionWorkers {
  limitHeapGrowth('usual');
  // Source or built, the worker's file has the extension of this one.
  const extension = extname(import.meta.url);
  const filename = new URL(`./extraction-worker${extension}`, import.meta.url).href;
  const pool = new Piscina<readonly Input[], Taken[]>({
    filename,
    name: 'takeInputs',
    minThreads: 0,
    // One core is for the thread that saves, and the database if it is here.
    maxThreads: Math.max(1, availableParallelism() - 1),
    idleTimeout: IDLE_MS,
    // In megabytes: what is new is mostly garbage soon.
    resourceLimits: { maxYoungGenerationSizeMb: 12 },
    recordTiming: false,
    // From source: tsx reads modules of threads by `require`, for which packages that are only to be imported must open, too.
    ...(extension === '.ts' ? { execArgv: ['--import', 'tsx', '--conditions', 'import'] } : {}),
  });
  let isScarce: boolean | null = null;
  let last: Promise<unknown> = Promise.resolve();
  return {
    take(inputs) {
      if (isScarce !== true) return pool.run(inputs);
      // One after the other, so that no second thread is started, which would have models of its own.
      const taken = last.then(() => pool.run(inputs));
      // V8 sets it back when a thread starts.
      last = taken.catch(() => {}).then(() => letNewSpaceGrow(!isScarce));
      return taken;
    },
    spareMemory(isNow) {
      if (isNow === isScarce) return;
      isScarce = isNow;
      limitHeapGrowth(isNow ? 'tight' : 'usual');
      letNewSpaceGrow(!isNow);
      if (isNow) collectGarbage();
    },
    close: () => pool.destroy(),
  };
}
