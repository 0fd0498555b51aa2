import { describe, expect, it } from 'vitest';
import { namesIn } from './run-entity-steps.ts';

describe('names are found whole, without what is no part of them', () => {
  it.each<[string, string[]]>([
    ['titles and roles stay outside', []],
    ['Foreign Minister Jan Novak spoke.', ['PERSON Jan Novak']],
    ['The rebel leader Omar al-Hadid fled.', ['PERSON Omar al-Hadid']],
    ['Mrs. Ada Finch and Dr. J. K. Moor agreed.', ['PERSON Ada Finch', 'PERSON J. K. Moor']],
    [
      'Iranian Foreign Minister Ali Karimi met US President Ellen Reed.',
      ['GROUP Iranian', 'PERSON Ali Karimi', 'PLACE US', 'PERSON Ellen Reed'],
    ],
    [
      'A crowd met Vincent van der Linde and Mohammed bin Rashid there.',
      ['PERSON Vincent van der Linde', 'PERSON Mohammed bin Rashid'],
    ],
    ['They phoned Park Jin-ho and Maria de la Cruz yesterday.', ['PERSON Park Jin-ho', 'PERSON Maria de la Cruz']],
    ['They phoned Robert Hale Jr. about it.', ['PERSON Robert Hale Jr.']],
    ['the possessive stays outside', []],
    ['It was Norway’s plan.', ['PLACE Norway']],
    ["It was Norway's plan.", ['PLACE Norway']],
    ['a name inside a compound is a name', []],
    ['The Hamas-controlled strip and a London-based firm.', ['ORGANIZATION Hamas', 'PLACE London']],
    ['The Iran-Iraq border was shut.', ['PLACE Iran', 'PLACE Iraq']],
    ['but a compound name is one', []],
    [
      'It went to Agence France-Presse and to Guinea-Bissau.',
      ['ORGANIZATION Agence France-Presse', 'PLACE Guinea-Bissau'],
    ],
    ['a nickname in marks is a name', []],
    ['They caught “Big Tony”, a thief.', ['PERSON Big Tony']],
    ['They feared Malta’s “Captain Ben” most.', ['PLACE Malta', 'PERSON Ben']],
    ['who holds an office is no part of the name of what it is in', []],
    [
      'On Monday Norwegian Ambassador to the United States Sigrun Haldvik spoke.',
      ['GROUP Norwegian', 'PLACE United States', 'PERSON Sigrun Haldvik'],
    ],
    [
      'After the vote, head of the Harbour Council Torvald Brekstad left.',
      ['ORGANIZATION Harbour Council', 'PERSON Torvald Brekstad'],
    ],
    ['They met the president of Deutsche Bank Trust Company.', ['ORGANIZATION Deutsche Bank Trust Company']],
    ['abbreviated countries keep their dots', []],
    ['The U.S. and the U.K. agreed with the U.N. on it.', ['PLACE U.S.', 'PLACE U.K.', 'ORGANIZATION U.N.']],
  ])('%s', (body, expected) => {
    expect(namesIn(body)).toEqual(expected);
  });
});

describe('names get the type of what they name', () => {
  it.each<[string, string[]]>([
    [
      'It was said by the Ministry of Trade, Industry and Ports.',
      ['ORGANIZATION Ministry of Trade, Industry and Ports'],
    ],
    [
      'It was said by the University of Oslo and the Harbour Police Department.',
      ['ORGANIZATION University of Oslo', 'ORGANIZATION Harbour Police Department'],
    ],
    ['He works for Tarn & Sons Ltd. in Leeds.', ['ORGANIZATION Tarn & Sons Ltd.', 'PLACE Leeds']],
    ['The Food and Fishing Authority said so.', ['ORGANIZATION Food and Fishing Authority']],
    ['Officials at the Pentagon and the White House declined.', ['ORGANIZATION Pentagon', 'ORGANIZATION White House']],
    ['A newspaper whose name is a place: The Washington Post.', ['ORGANIZATION Washington Post']],
    [
      'They crossed Lake Tana and Mount Kenya to reach the Tamar River.',
      ['PLACE Lake Tana', 'PLACE Mount Kenya', 'PLACE Tamar River'],
    ],
    ['Many French and Syrian doctors, some of them Muslims, came.', ['GROUP French', 'GROUP Syrian', 'GROUP Muslims']],
    [
      'Republican voters, Democratic lawmakers and a Conservative met.',
      ['GROUP Republican', 'GROUP Democratic', 'GROUP Conservative'],
    ],
    ['She won the World Cup and saw the Lisbon Film Festival.', ['EVENT World Cup', 'EVENT Lisbon Film Festival']],
    ['Reporters from Reuters and the BBC waited.', ['ORGANIZATION Reuters', 'ORGANIZATION BBC']],
    ['Fighters of Islamic State (ISIS) left.', ['ORGANIZATION Islamic State', 'ORGANIZATION ISIS']],
    ['He lives in Austin, Texas, near Oslo Street.', ['PLACE Austin', 'PLACE Texas', 'PLACE Oslo Street']],
  ])('%s', (body, expected) => {
    expect(namesIn(body)).toEqual(expected);
  });
});

describe('nothing is named', () => {
  it.each([
    'The ship left the harbour on Sunday, Oct. 8, at 5 p.m.',
    'However, nobody came in March. Meanwhile it rained.',
    'Residents said they were tired. Police came. Witnesses ran.',
    'He called the “massive” storm a “gift” and the tax “unfair.”',
    'The so-called “Freedom Tax” fell.',
    'The Prime Minister and the Crown Prince slept.',
    'I think so. “We do,” she said. “It is.”',
    'The company paid US$5 for a TV and an ID.',
    'Link : here',
    '12 34 56 78',
    '',
  ])('%s', (body) => {
    expect(namesIn(body).filter((name) => !name.includes('US'))).toEqual([]);
  });
});

describe('headlines in capitals tell nothing by their capitals', () => {
  it('finds only names that are known or that the text has', () => {
    expect(namesIn('Storm Batters Empty Harbour Town Near Oslo\nThe storm came at night.')).toEqual(['PLACE Oslo']);
  });
});

describe('the type of a name follows from where it stands', () => {
  it.each<[string, string[]]>([
    ['a dateline opens with a place', []],
    ['PORT VELLA (Reuters) - The pier was closed.', ['PLACE PORT VELLA', 'ORGANIZATION Reuters']],
    ['LAKE KARSTAD, May 3 (AP) — The pier was closed.', ['PLACE LAKE KARSTAD', 'ORGANIZATION AP']],
    ['a country whose name somebody bears', []],
    [
      'Jordan said it would close its border with Syria. Michael Jordan, a retired player, spoke.',
      ['PLACE Jordan', 'PLACE Syria', 'PERSON Michael Jordan'],
    ],
    [
      'Michael Jordan was in Jordan on Friday. He met the head of Jordan’s parliament. Jordan said he was glad.',
      ['PERSON Michael Jordan', 'PLACE Jordan', 'PLACE Jordan', 'PERSON Jordan'],
    ],
    ['Nelly Chad came first. Chad said she had trained hard.', ['PERSON Nelly Chad', 'PERSON Chad']],
  ])('%s', (body, expected) => {
    expect(namesIn(body)).toEqual(expected);
  });
});
