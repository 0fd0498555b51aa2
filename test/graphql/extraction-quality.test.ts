import { graphql } from 'graphql';
import { expect, it } from 'vitest';
import { readQuality } from '../../src/extract/quality.ts';
import { EXTRACTOR_VERSION } from '../../src/extract/version.ts';
import { schema } from '../../src/graphql/schema.ts';
import type { Answer } from '../support/graph.ts';

/** The field needs no database: the figures ship with the models. */
async function query(source: string): Promise<Answer> {
  const { data, errors } = await graphql({
    schema,
    source,
    contextValue: { quality: readQuality(), key: null, isReadingOpen: true },
  });
  expect(errors).toBeUndefined();
  return data;
}

it('the figures of the extractor that runs are served, each within its interval', async () => {
  const { extractionQuality } = await query(
    '{ extractionQuality { extractorVersion figures { measure metric corpus value low high precision recall sampleSize } } }',
  );
  expect(extractionQuality.extractorVersion, 'measure it again: npm run accuracy').toBe(EXTRACTOR_VERSION);
  expect(extractionQuality.figures.length).toBeGreaterThan(0);
  for (const { metric, value, low, high, precision, recall } of extractionQuality.figures) {
    expect(low <= value && value <= high).toBe(true);
    expect([precision === null, recall === null]).toEqual(metric === 'ACCURACY' ? [true, true] : [false, false]);
  }
});

it('they can be asked for by measure', async () => {
  const { extractionQuality } = await query('{ extractionQuality { figures(measure: ENTITIES) { measure metric } } }');
  expect(extractionQuality.figures).not.toEqual([]);
  for (const figure of extractionQuality.figures) expect(figure).toEqual({ measure: 'ENTITIES', metric: 'F1' });
});
