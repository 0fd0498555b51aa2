/**
 * Trains the models of `models/` on the development corpora: `npm run train [NAME …]`, by default all, in an order in which
 * each sees the answers of those before it. The same corpora and code give the same bytes.
 */
import { writeFileSync } from 'node:fs';
import type { TrainedModel } from './write-model.ts';
import { writeModel } from './write-model.ts';

/** Each trains one model, in this order; a module is loaded when its turn has come, for it may load models before it. */
const TRAINERS: readonly (readonly [string, () => Promise<TrainedModel>])[] = [
  ['entities', async () => (await import('./train-entities.ts')).trainEntities()],
  ['pronouns', async () => (await import('./train-pronouns.ts')).trainPronouns()],
  ['attribution-cue', async () => (await import('./train-attribution.ts')).trainAttributionCue()],
  ['attribution-source', async () => (await import('./train-attribution.ts')).trainAttributionSource()],
  ['attribution-content', async () => (await import('./train-attribution.ts')).trainAttributionContent()],
  ['quotes', async () => (await import('./train-quotes.ts')).trainQuotes()],
  ['calibration', async () => (await import('./train-calibration.ts')).trainCalibration()],
];

const wanted = process.argv.slice(2);
for (const [name, train] of TRAINERS) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const began = performance.now();
  const bytes = writeModel(await train());
  writeFileSync(new URL(`../../models/${name}.model`, import.meta.url), bytes);
  console.log(`${name}: ${bytes.length} bytes, ${Math.round((performance.now() - began) / 1000)} s`);
}
