import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entitiesIn } from './run-entity-steps.ts';

const words = fc.constantFrom(
  'Jan',
  'Novak',
  'Novak’s',
  'the',
  'The',
  'of',
  'and',
  '&',
  ',',
  '.',
  '“',
  '”',
  '"',
  '(',
  ')',
  '-',
  'Oslo',
  'Norway',
  'France',
  'French',
  'Ministry',
  'Minister',
  'al',
  'bin',
  'U.S.',
  'UN',
  'ISIS',
  'Ltd.',
  'he',
  'She',
  'said',
  'the minister',
  'Times',
  'Post',
  'Jordan',
  'Paris',
  'Texas',
  '’s',
  'Monday',
  '8',
  'G20',
  '\n',
  '😀',
  '\ud800',
  'é',
  'Mr.',
  'a',
  'University',
  'for',
  'Lake',
  '__proto__',
  'constructor',
  'A',
  'I',
);
const body = fc
  .array(fc.tuple(words, fc.constantFrom(' ', ' ', ' ', '')), { maxLength: 60 })
  .map((parts) => parts.map(([word, gap]) => word + gap).join(''));

describe('any text', () => {
  it('gives mentions that reproduce their text, in order, of entities that exist; names do not overlap', () => {
    fc.assert(
      fc.property(body, (text) => {
        const { entities, mentions } = entitiesIn(text);
        let nameEnd = 0;
        let start = 0;
        for (const mention of mentions) {
          const entity = entities[mention.entity];
          expect(entity).toBeDefined();
          expect(mention.start).toBeGreaterThanOrEqual(start);
          expect(mention.end).toBeGreaterThan(mention.start);
          start = mention.start;
          const words = text.slice(mention.start, mention.end);
          expect(words.trim()).toBe(words);
          if (mention.mentionType !== 'NAME') continue;
          expect(mention.start).toBeGreaterThanOrEqual(nameEnd);
          nameEnd = mention.end;
          expect([entity?.name, ...(entity?.aliases ?? [])]).toContain(words.replace(/\s+/g, ' '));
        }
        expect(new Set(entities.map(({ key }) => key)).size).toBe(entities.length);
        expect(entities.every(({ key, name }) => key.length > name.length / 4 && name.length > 0)).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  it('gives the same answer whatever was read before', () => {
    fc.assert(
      fc.property(body, body, (first, second) => {
        const once = entitiesIn(first).mentions;
        entitiesIn(second);
        expect(entitiesIn(first).mentions).toEqual(once);
      }),
      { numRuns: 100 },
    );
  });

  it.each([
    ['names without end', 'Jan Novak '.repeat(20_000)],
    ['different people', Array.from({ length: 5_000 }, (_, i) => `Jan Novak${i.toString(36)} said no.`).join(' ')],
    [
      'people of one surname',
      Array.from({ length: 3_000 }, (_, i) => `Jan${i.toString(36)} Novak said no. Novak slept. He left.`).join(' '),
    ],
    [
      'ministries of all countries',
      'France’s Defense Ministry, Norway’s Defense Ministry, the Defense Ministry. '.repeat(2_000),
    ],
    ['capitals', 'A'.repeat(200_000)],
    ['marks', '“'.repeat(100_000)],
  ])('is read in linear time: %s', (_, text) => {
    expect(() => entitiesIn(text)).not.toThrow();
  });
});
