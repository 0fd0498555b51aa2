import { describe, expect, test } from 'vitest';
import { quoteAndCite } from '../../../src/extract/quotes/steps.ts';
import type { Who } from './draft-of.ts';
import { draftOf } from './draft-of.ts';

const REYES: Who = { name: 'Ana Reyes', type: 'PERSON', names: ['Reyes'], pronouns: ['she', 'She'] };
const BOHR: Who = { name: 'Tom Bohr', type: 'PERSON', names: ['Bohr'], pronouns: ['he', 'He'] };
const PEOPLE = [REYES, BOHR];

/** Each stretch that is a quote, with the name of its speaker. */
function said(body: string): (readonly [string, string | null])[] {
  return quoteAndCite(draftOf(body, PEOPLE)).quotes.flatMap(({ stretches, speaker }) =>
    stretches.map(
      ({ start, end }) => [body.slice(start, end), speaker === null ? null : (PEOPLE[speaker]?.name ?? null)] as const,
    ),
  );
}

describe('who says it', () => {
  test.each([
    ['before, in a line of its own', 'Reyes said,\n“The pier is safe.”\nBohr left.', ['Ana Reyes']],
    ['signed in the next line', 'A vote was held.\n“The pier is safe.”\n– Ana Reyes', ['Ana Reyes']],
    ['signed within the marks', '“We won the vote.\nAna Reyes, a baker.”\nThe council met.', ['Ana Reyes']],
    ['a tweet', 'Reyes tweeted: “The pier is safe. #pier”', ['Ana Reyes']],
    ['in turns', '“It is safe,” Reyes said.\n“I doubt it,” said Bohr.\n“It is,” she said.', [REYES, BOHR, REYES]],
    ['by its own paragraph', 'Bohr said: “We won.\n“We came back,” Reyes said.', ['Tom Bohr', 'Ana Reyes']],
    ['a sentence between', '“It is safe,” Reyes said. She laughed. “Quite safe, in fact.”', [REYES, REYES]],
    ['the subject of the line before', 'Reyes was blunt. “The pier is not safe at all.”', ['Ana Reyes']],
    ['between backticks and apostrophes', "``The pier is safe,'' said Ana Reyes.", ['Ana Reyes']],
    ['between single marks', '‘The pier is safe,’ said Ana Reyes.', ['Ana Reyes']],
    ['nobody', '“The pier is quite safe today.”', [null]],
  ])('%s', (_, body, speakers) => {
    expect(said(body).map(([, speaker]) => speaker)).toEqual(
      speakers.map((who) => (typeof who === 'object' ? (who?.name ?? null) : who)),
    );
  });
});

test.each([
  ['It was good news for Ana Reyes, who wants to keep the pier.', 'Ana Reyes'],
  ['The plan pleased Ana Reyes, the mayor, who has praised the pier.', 'Ana Reyes'],
  ['It was good news for divers, who want to keep the pier.', null],
])('who reports in a relative clause: %s', (body, name) => {
  const [quote] = quoteAndCite(draftOf(body, PEOPLE)).quotes;
  expect(quote?.speaker == null ? null : PEOPLE[quote.speaker]?.name).toBe(name);
  expect(body.slice(quote?.speakerSpan?.start, quote?.speakerSpan?.end)).toBe('who');
});

describe('what is no quote, whoever may be near', () => {
  test.each([
    'Reyes read “The Sea and the Town” in one night.',
    'Reyes spoke on “Harbour at Seven” about the pier.',
    'The “pier of sighs” was closed in May.',
    'The pier has a “roof” now.',
    'See <a href="https://example.org/the-pier">the pier</a>.',
  ])('%s', (body) => {
    expect(said(body)).toEqual([]);
  });
});

test('a signature within the marks is no part of the quotation', () => {
  expect(said('“We won the vote.\nAna Reyes, a baker.”\nThe council met.').map(([words]) => words)).toEqual([
    'We won the vote.',
  ]);
});

test('confidence falls with the distance to who spoke', () => {
  const { quotes } = quoteAndCite(draftOf('“It is safe,” Reyes said.\nBohr left.\n“Nobody will be hurt.”', PEOPLE));
  const [near, far] = quotes.map(({ attribution }) => attribution.confidence);
  expect(near).toBeGreaterThan(0.9);
  expect(far).toBeLessThan(near ?? 0);
});
