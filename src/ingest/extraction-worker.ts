import { extract } from '../extract/pipeline.ts';
import type { Input, Taken } from './take.ts';
import { takeInput } from './take.ts';
import { collectGarbage } from './tight-heaps.ts';

let isFirst = true;

/** What a thread of `extraction-workers.ts` answers; it has the models of extraction for itself. */
export async function takeInputs(inputs: readonly Input[]): Promise<Taken[]> {
  const taken: Taken[] = [];
  for (const input of inputs) taken.push(...(await takeInput(input, extract)));
  // What loading the models has left would count as in use until V8 first looks at all of the heap.
  if (isFirst) collectGarbage();
  isFirst = false;
  return taken;
}
