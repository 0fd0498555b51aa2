import { describe, expect, it } from 'vitest';
import { phraseEndingAt, phraseStartingAt, SOURCE_TIES } from '../../../src/extract/attribution/noun-phrases.ts';
import { readWords } from './page-words.ts';

/** The phrase left of a slash in a sentence, as a subject, and its head. */
function leftOf(marked: string): string {
  const at = marked.indexOf(' / ');
  const { page, words } = readWords(marked.replace(' / ', ' '));
  const items = page.lines[0]?.items ?? [];
  const phrase = phraseEndingAt(
    items,
    items.findLastIndex(({ end }) => end <= at),
  );
  return phrase ? `${words(0, phrase)} | ${items[phrase.head]?.text ?? ''}` : '-';
}

/** The phrase right of a slash, with what may belong to a source, and its head. */
function rightOf(marked: string): string {
  const at = marked.indexOf('/ ');
  const { page, words } = readWords(marked.replace('/ ', ''));
  const items = page.lines[0]?.items ?? [];
  const phrase = phraseStartingAt(
    items,
    items.findIndex(({ start }) => start >= at),
    SOURCE_TIES,
  );
  return phrase ? `${words(0, phrase)} | ${items[phrase.head]?.text ?? ''}` : '-';
}

describe('the subject before a verb', () => {
  it.each([
    ['The mayor / said so.', 'The mayor | mayor'],
    ['The mayor of Port Vella / said so.', 'The mayor of Port Vella | mayor'],
    ['The city’s old mayor / said so.', 'The city’s old mayor | mayor'],
    ['Two officials from the ministry / said so.', 'Two officials from the ministry | officials'],
    ['Mayor Ana Reyes / said so.', 'Mayor Ana Reyes | Reyes'],
    ['Ana Reyes and Tom Falk / said so.', 'Ana Reyes and Tom Falk | Falk'],
    ['Some of the divers / said so.', 'Some of the divers | Some'],
    ['She / said so.', 'She | She'],
    ['On Monday she / said so.', 'she | she'],
    ['Two people familiar with the plan / said so.', 'Two people familiar with the plan | people'],
    ['The firm Acme (the owner) / said so.', 'The firm Acme (the owner) | Acme'],
    ['He slept and / said so.', '-'],
    ['He came quickly / said so.', '-'],
  ])('%s', (marked, expected) => {
    expect(leftOf(marked)).toBe(expected);
  });
});

describe('the source behind a preposition', () => {
  it.each([
    ['It is safe, according to / the mayor.', 'the mayor | mayor'],
    ['It is safe, according to / a report by the council.', 'a report by the council | report'],
    ['It is safe, according to / officials in the capital on Monday.', 'officials in the capital | officials'],
    ['It is safe, according to / Ana Reyes, a diver.', 'Ana Reyes | Reyes'],
    ['It is safe, according to / two of the divers.', 'two of the divers | two'],
    ['It is safe, according to / them.', 'them | them'],
    ['It is safe, according to / whether it rains.', '-'],
  ])('%s', (marked, expected) => {
    expect(rightOf(marked)).toBe(expected);
  });
});
