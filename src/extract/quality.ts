import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { ExtractionQuality } from '../domain/quality.ts';
import { QUALITY_MEASURES, QUALITY_METRICS } from '../domain/quality.ts';

const share = z.number().min(0).max(1);
const Quality = z.object({
  extractorVersion: z.string(),
  figures: z.array(
    z.object({
      measure: z.enum(QUALITY_MEASURES),
      metric: z.enum(QUALITY_METRICS),
      corpus: z.string(),
      value: share,
      low: share,
      high: share,
      precision: share.nullable(),
      recall: share.nullable(),
      sampleSize: z.number().int().positive(),
      isHeldOut: z.boolean(),
    }),
  ),
});

/** Where `npm run accuracy` writes the figures. */
export const QUALITY_FILE = new URL('../../models/accuracy.json', import.meta.url);

/** The figures that `npm run accuracy` measured last, as they ship with the models. */
export function readQuality(): ExtractionQuality {
  return Quality.parse(JSON.parse(readFileSync(QUALITY_FILE, 'utf8')));
}
