import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Bytes: the models of extraction take some sixty million. */
const ROOMY = 150_000_000;

let collect: (() => void) | undefined;

/**
 * Collects garbage where the heap of this thread has grown beyond what work usually needs. V8 itself lets it grow to several times
 * that before it looks, in each thread. A hard limit is no way out: V8 ends the whole process where a long document reaches it.
 */
export function tidyHeap(): void {
  if (getHeapStatistics().total_heap_size < ROOMY) return;
  collect ??= collector();
  collect();
}

/** What `node --expose-gc` gives, which has to be asked for before a context is made. */
function collector(): () => void {
  setFlagsFromString('--expose-gc');
  const gc: unknown = runInNewContext('gc');
  return () => {
    if (typeof gc === 'function') gc();
  };
}
