import { expect, it } from 'vitest';
import { keepIds } from '../../src/storage/keep-ids.ts';

const at = (words: string, start: number, prefix = '', suffix = '') => ({
  words,
  start,
  end: start + words.length,
  prefix,
  suffix,
});

it.each([
  ['the same words at the same place', [at('Quill', 10)], [at('Quill', 10)], ['0']],
  ['words that moved', [at('Quill', 10)], [at('Quill', 90)], ['0']],
  ['other words', [at('Quill', 10)], [at('Tull', 10)], [undefined]],
  ['of two, the nearest', [at('Quill', 10), at('Quill', 80)], [at('Quill', 82)], ['1']],
  [
    'all moved by a sentence put before: surroundings count before distance',
    [at('Quill', 10, 'Mayor ', ' said'), at('Quill', 110, 'and ', ' left')],
    [at('Quill', 110, 'Mayor ', ' said'), at('Quill', 210, 'and ', ' left')],
    ['0', '1'],
  ],
  ['no id is given twice', [at('Quill', 10)], [at('Quill', 10), at('Quill', 20)], ['0', undefined]],
  ['nothing found before', [], [at('Quill', 10)], [undefined]],
])('%s', (_case, former, found, ids) => {
  expect(
    keepIds(
      former.map((place, i) => ({ ...place, id: String(i) })),
      found,
    ),
  ).toEqual(ids);
});

it('pairs thousands of the same word in reading order', () => {
  const places = Array.from({ length: 5000 }, (_, i) => at('said', i * 10));
  expect(
    keepIds(
      places.map((place, i) => ({ ...place, id: String(i) })),
      places,
    ),
  ).toEqual(places.map((_, i) => String(i)));
});

it.each([
  ['other words at an overlapping place', [at('Quill', 14)], [at('Ada Quill', 10)], ['0']],
  ['of two, what overlaps it more', [at('Ada Quill', 10)], [at('Ada', 10), at('Quill', 14)], [undefined, '0']],
  ['what has the same words comes first', [at('Quill', 14)], [at('Ada Quill', 10), at('Quill', 90)], [undefined, '0']],
  ['other words elsewhere', [at('Quill', 14)], [at('Ada Quill', 30)], [undefined]],
])('where the text is the same: %s', (_case, former, found, ids) => {
  const known = former.map((place, i) => ({ ...place, id: String(i) }));
  expect(keepIds(known, found, { sameText: true })).toEqual(ids);
});
