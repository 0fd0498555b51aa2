import { describe, expect, it } from 'vitest';
import { parseCredits, readCredits } from '../../src/text/credits.ts';

describe('parseCredits', () => {
  it.each([
    ['Jane Roe', ['Jane Roe']],
    ['Jane Roe and the Associated Press', ['Jane Roe']],
    ['Jane Roe, John van der Doe and Sam O’Neil Jr.', ['Jane Roe', 'John van der Doe', 'Sam O’Neil Jr.']],
    ['Jane Roe, Senior Correspondent', ['Jane Roe']],
    ['Jane Roe, staff writer | October 3, 2017', ['Jane Roe']],
    ['J. K. Roe-Marsh in Port Vella', ['J. K. Roe-Marsh']],
    ['JANE ROE', ['JANE ROE']],
    ['Jane Roe of the Harbour Ledger', ['Jane Roe']],
    ['Jane Roe/Reuters', ['Jane Roe']],
    ['Omar al-Masri with AFP', ['Omar al-Masri']],
    [
      'Reporting by Jane Roe in Port Vella; Additional reporting by John Doe; Editing by Sam Poe',
      ['Jane Roe', 'John Doe'],
    ],
    ['Reuters', []],
    ['the Harbour Ledger', []],
    ['Harbour Ledger Staff', []],
    ['Agence France-Presse and Jane Roe and Jane Roe', ['Jane Roe']],
    ['Jane Roe and agencies', ['Jane Roe']],
    ['Jane Roe and the Ministry of Fish', ['Jane Roe']],
  ])('%s: %j', (text, authors) => {
    expect(parseCredits(text)).toEqual({ authors });
  });

  it.each([
    '',
    'see map',
    'Applause',
    'Monday',
    'the ferry',
    'Tuesday and Friday',
    'This story has been updated.',
    'Staff Writer',
    'the time the ferry docked, it was late',
    'an earlier version named Jane Roe',
    'AP Photo: Jane Roe',
    'page 3',
    'Jane Roe, who is the editor',
    `${'Jane Roe, '.repeat(100)}`,
  ])('takes %j for no credit', (text) => {
    expect(parseCredits(text)).toBeNull();
  });
});

describe('readCredits', () => {
  it.each([
    ['Jane Roe/AP', ['person Jane Roe', 'organisation AP']],
    ['the Associated Press and agencies', ['organisation the Associated Press', 'agencies agencies']],
    ['PTI, ANI', ['organisation PTI', 'organisation ANI']],
    ['Jane Roe, staff writer', ['person Jane Roe', 'remark staff writer']],
    ['Reporting by Jane Roe in Port Vella; Editing by John Doe', ['person Jane Roe', 'editing person John Doe']],
  ])('%s', (text, expected) => {
    expect(
      readCredits(text)?.map(
        ({ kind, isEditing, start, end }) => `${isEditing ? 'editing ' : ''}${kind} ${text.slice(start, end)}`,
      ),
    ).toEqual(expected);
  });
});
