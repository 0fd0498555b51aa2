import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DocumentRejected } from '../../src/domain/problem.ts';
import { readDocuments } from '../../src/formats/read-document.ts';
import { expand } from '../../src/ingest/containers/expand.ts';
import { damagedBytes } from '../support/damaged-bytes.ts';
import type { Sample } from '../support/mutations.ts';
import { BOMBS, mutated, SAMPLES } from '../support/mutations.ts';
import { randomOf } from '../support/random.ts';

/** What becomes of an input: 'read', or the code of a problem, for each of its documents. Anything else is a crash. */
async function outcomesOf(input: Sample): Promise<string[]> {
  const outcomes: string[] = [];
  for await (const { from, format } of expand(input)) {
    if (!('bytes' in from)) {
      outcomes.push(from.problem?.code ?? 'FILE');
      continue;
    }
    try {
      const items = readDocuments(from, { now: new Date('2026-06-01'), ...(format && { format }) });
      outcomes.push(...items.map((item) => ('rejected' in item ? item.rejected.code : 'read')));
    } catch (error) {
      if (!(error instanceof DocumentRejected)) throw error;
      outcomes.push(error.code);
    }
  }
  return outcomes;
}

describe('a document of any format, in any container', () => {
  it.each(SAMPLES.map((sample) => [sample.uri, sample] as const))('is read whole: %s', async (_, sample) => {
    expect(new Set(await outcomesOf(sample))).toEqual(new Set(['read']));
  });

  it.each(SAMPLES.map((sample) => [sample.uri, sample] as const))(
    'gets an answer whatever bits are flipped, wherever it is cut off: %s',
    async (uri, { bytes }) => {
      await fc.assert(
        fc.asyncProperty(damagedBytes(bytes), async (damaged) => {
          expect(await outcomesOf({ uri, bytes: damaged })).not.toEqual([]);
        }),
        { numRuns: 25 },
      );
    },
  );

  it('gets an answer whatever is done to it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...SAMPLES), fc.nat(), async (sample, seed) => {
        expect(await outcomesOf(mutated(sample, randomOf(seed)))).not.toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  // Each would take minutes, or all memory, if only one step did more than its share; the time limit of the runner is the test.
  it.each([...BOMBS])('gets an answer although it was made to do harm: %s', async (_, make) => {
    expect(await outcomesOf(make())).not.toEqual([]);
  });

  it.each([
    ['gzip that unfolds to 1 GB', 'DOCUMENT_TOO_LONG'],
    ['zip whose names lead out', 'ENTRY_NAME_INVALID'],
    ['entities that unfold, in a feed', 'UNREADABLE'],
    ['an entity from elsewhere', 'UNREADABLE'],
    ['a packed page that unfolds to 1 GB, in WARC', 'DOCUMENT_TOO_LONG'],
  ])('is refused: %s', async (name, code) => {
    const make = BOMBS.get(name);
    expect(make && (await outcomesOf(make()))).toContain(code);
  });
});
