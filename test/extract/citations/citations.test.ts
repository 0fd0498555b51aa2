import { describe, expect, test } from 'vitest';
import { quoteAndCite } from '../../../src/extract/quotes/steps.ts';
import type { Who } from '../quotes/draft-of.ts';
import { draftOf } from '../quotes/draft-of.ts';

const REUTERS: Who = { name: 'Reuters', type: 'ORGANIZATION' };
const GUARDIAN: Who = { name: 'The Guardian', type: 'ORGANIZATION', names: ['Guardian'] };
const MINISTRY: Who = { name: 'Ministry of Fish', type: 'ORGANIZATION' };
const REYES: Who = { name: 'Ana Reyes', type: 'PERSON', names: ['Reyes'], pronouns: ['she', 'She'] };
const GAZETTE: Who = { name: 'Port Vella Gazette', type: 'ORGANIZATION' };
const COASTAL: Who = { name: 'Coastal News Agency', type: 'ORGANIZATION' };
const WHO = [REUTERS, GUARDIAN, MINISTRY, REYES, GAZETTE, COASTAL];

/** Each citation as 'words, cue, KIND, name or -, via or -'. */
function cited(body: string): string[] {
  const { citations, sources } = quoteAndCite(draftOf(body, WHO));
  const name = (index: number | null) => (index === null ? '-' : (sources[index]?.name ?? '?'));
  return citations.map(({ start, end, cueSpan, kind, source, via }) =>
    [
      body.slice(start, end),
      cueSpan ? body.slice(cueSpan.start, cueSpan.end) : '-',
      kind,
      name(source),
      name(via),
    ].join(', '),
  );
}

describe('sources that are named', () => {
  test.each([
    ['a person', 'Ana Reyes said the pier is safe.', ['Ana Reyes, said, PERSON, Ana Reyes, -']],
    [
      'an organisation',
      'The Ministry of Fish said the pier is safe.',
      ['The Ministry of Fish, said, ORGANIZATION, Ministry of Fish, -'],
    ],
    [
      'an outlet',
      'The Guardian reported that the pier is safe.',
      ['The Guardian, reported, NEWS_OUTLET, The Guardian, -'],
    ],
    ['an agency', 'The pier is safe, according to Reuters.', ['Reuters, according to, NEWS_AGENCY, Reuters, -']],
    [
      'an agency with its kind',
      'The Reuters news agency reported that the pier is safe.',
      ['The Reuters news agency, reported, NEWS_AGENCY, Reuters, -'],
    ],
    ['a pronoun', 'Ana Reyes came. She said the pier is safe.', ['She, said, PERSON, Ana Reyes, -']],
  ])('%s', (_, body, expected) => {
    expect(cited(body)).toEqual(expected);
  });
});

describe('sources without a name', () => {
  test.each([
    ['several', 'Divers say the pier is safe.', ['Divers, say, GROUP, -, -']],
    ['one', 'A senior diver said the pier is safe.', ['A senior diver, said, PERSON, -, -']],
    [
      'a body',
      'The port authority’s office said the pier is safe.',
      ['The port authority’s office, said, ORGANIZATION, -, -'],
    ],
    ['a document', 'A leaked letter warned that the pier is unsafe.', ['A leaked letter, warned, DOCUMENT, -, -']],
    [
      'a document in a relative clause',
      'She found a letter that warned that the pier is unsafe.',
      ['a letter, warned, DOCUMENT, -, -'],
    ],
    ['by a noun', 'Few trust a claim by port engineers that the pier is safe.', ['port engineers, claim, GROUP, -, -']],
  ])('%s', (_, body, expected) => {
    expect(cited(body)).toEqual(expected);
  });
});

describe('through whom', () => {
  test.each([
    ['told an outlet', 'Divers told Reuters that the pier is safe.', ['Divers, told, GROUP, -, Reuters']],
    ['an outlet was told', 'Reuters was told by divers that the pier is safe.', ['divers, told, GROUP, -, Reuters']],
    [
      'told the outlet named before',
      'The Guardian called. Divers told the paper that the pier is safe.',
      ['Divers, told, GROUP, -, The Guardian'],
    ],
    [
      'within an outlet’s report',
      'Reuters reported that divers believe the pier is safe.',
      ['Reuters, reported, NEWS_AGENCY, Reuters, -', 'divers, believe, GROUP, -, Reuters'],
    ],
    [
      'a document within an agency’s report',
      'Reuters reported that it had seen a letter that warned that the pier is unsafe.',
      ['Reuters, reported, NEWS_AGENCY, Reuters, -', 'a letter, warned, DOCUMENT, -, Reuters'],
    ],
    [
      'told an outlet that its name gives away',
      'Divers told The Port Vella Gazette that the pier is safe. Sailors told the newspaper that the quay is closed.',
      ['Divers, told, GROUP, -, Port Vella Gazette', 'Sailors, told, GROUP, -, Port Vella Gazette'],
    ],
    [
      'an agency is no newspaper',
      'The Coastal News Agency called. Divers told the newspaper that the pier is safe.',
      ['Divers, told, GROUP, -, -'],
    ],
    ['told a person is through nobody', 'Divers told Ana Reyes that the pier is safe.', ['Divers, told, GROUP, -, -']],
  ])('%s', (_, body, expected) => {
    expect(cited(body)).toEqual(expected);
  });
});

describe('what a text rests on without reporting words', () => {
  test.each([
    [
      'in a statement',
      'In a statement, the Ministry of Fish counted four boats.',
      ['the Ministry of Fish, counted, ORGANIZATION, Ministry of Fish, -'],
    ],
    [
      'an amount',
      'The Guardian put the cost of the pier at £4 million.',
      ['The Guardian, put, NEWS_OUTLET, The Guardian, -'],
    ],
    ['an amount in a document', 'The report puts the cost at £4 million.', ['The report, puts, DOCUMENT, -, -']],
    [
      'a document that an outlet cites',
      'Reuters said the pier was unsafe, citing a report dated May 3.',
      ['Reuters, said, NEWS_AGENCY, Reuters, -', 'a report, citing, DOCUMENT, -, Reuters'],
    ],
    [
      'who reported it first',
      'The plan, which was first reported by The Guardian, pleases the divers.',
      ['The Guardian, reported, NEWS_OUTLET, The Guardian, -'],
    ],
  ])('%s', (_, body, expected) => {
    expect(cited(body)).toEqual(expected);
  });
});

describe('each attributed quote has its citation', () => {
  test.each([
    '“The pier is safe,” said Ana Reyes.',
    'Ana Reyes called the plan “shameful.”',
    'Ana Reyes said the pier is safe.',
    '“The pier is safe,” a diver told Reuters.',
  ])('%s', (body) => {
    const { quotes, citations } = quoteAndCite(draftOf(body, WHO));
    expect(quotes.map(({ citation }) => citations[citation ?? -1] !== undefined)).toEqual([true]);
  });

  test('one source is one source, however often it is cited', () => {
    const { sources, citations } = quoteAndCite(
      draftOf('Reuters said it rained. It will snow, Reuters reported.', WHO),
    );
    expect([sources.length, citations.length]).toEqual([1, 2]);
    expect(sources[0]).toMatchObject({ key: 'domain:reuters.com', domain: 'reuters.com', kind: 'NEWS_AGENCY' });
  });
});

describe('nothing is cited', () => {
  test.each([
    'The Ministry of Fish played down the danger.',
    'The pier was closed by the Ministry of Fish.',
    'Ana Reyes reads Reuters every day.',
    'They said so.',
    'The Guardian moved to a new building.',
    'A report is due in May.',
    'In a letter box, a bird slept.',
    'The crew put the boat at anchor.',
    'Thefts reported by divers are few.',
    'Ana Reyes was told to leave.',
  ])('%s', (body) => {
    expect(cited(body)).toEqual([]);
  });
});

describe('who carried a source’s words, and who is only cited for it', () => {
  test.each([
    [
      'quoted by an outlet as saying',
      'A diver was quoted by Coastal News Agency as saying that the pier is safe.',
      ['A diver, saying, PERSON, -, Coastal News Agency'],
    ],
    [
      'an outlet that cites others for what it reports',
      'Reuters reported, citing two divers, that the pier is safe.',
      ['Reuters, reported, NEWS_AGENCY, Reuters, -', 'two divers, citing, GROUP, -, Reuters'],
    ],
    [
      'a source that wants no name is cited once',
      'A diver who asked not to be named said the pier was safe.',
      ['A diver who asked not to be named, said, PERSON, -, -'],
    ],
  ])('%s', (_, body, expected) => {
    expect(cited(body)).toEqual(expected);
  });
});
