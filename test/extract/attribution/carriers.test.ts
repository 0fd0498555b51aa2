import { describe, expect, it } from 'vitest';
import { findCarriers } from '../../../src/extract/attribution/carriers.ts';
import { readWords } from './page-words.ts';

/** Each carrier of a text as 'source | cue'. */
function carriers(body: string): string[] {
  const { page, words } = readWords(body);
  return page.lines.flatMap((line) =>
    findCarriers(
      line,
      page.reports.filter((report) => report.line === line.index),
    ).map(({ source, cue }) => `${words(line.index, source)} | ${words(line.index, cue)}`),
  );
}

describe('what a sentence rests on without reporting words', () => {
  it.each([
    ['In a statement, the Ministry of Fish counted four boats.', 'the Ministry of Fish | counted'],
    ['The paper put the cost of the pier at £4 million.', 'The paper | put'],
    ['The paper said the pier was unsafe, citing a report dated May 3.', 'a report | citing'],
    ['The plan, first reported by The Guardian, pleases the divers.', 'The Guardian | reported'],
  ])('%s', (body, expected) => {
    expect(carriers(body)).toEqual([expected]);
  });

  it.each([
    'In a letter box, a bird slept.',
    'The crew put the boat at anchor.',
    'Thefts reported by divers are few.',
    'By a decree of May, the council closed the pier.',
    'The mayor said in a statement that the pier is safe.',
  ])('nothing: %s', (body) => {
    expect(carriers(body)).toEqual([]);
  });
});
