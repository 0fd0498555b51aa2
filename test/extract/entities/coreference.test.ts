import { describe, expect, it } from 'vitest';
import { chainsIn } from './run-entity-steps.ts';

describe('names that mean one thing become one entity', () => {
  it.each<[string, string[]]>([
    ['Jan Novak resigned. Mr. Novak left.', ['Jan Novak = Jan Novak', 'Novak = Jan Novak']],
    ['Omar al-Hadid fled. Then al-Hadid came back.', ['Omar al-Hadid = Omar al-Hadid', 'al-Hadid = Omar al-Hadid']],
    ['The Port Ledger reported it. The Ledger stood by it.', ['Port Ledger = Port Ledger', 'Ledger = Port Ledger']],
    [
      'The New York Times reported it. The Times stood by it.',
      ['New York Times = The New York Times', 'Times = The New York Times'],
    ],
    [
      'The Harbour Workers Union (HWU) met. HWU members sang.',
      ['Harbour Workers Union = Harbour Workers Union', 'HWU = Harbour Workers Union', 'HWU = Harbour Workers Union'],
    ],
    ['The Associated Press had it; the AP kept it.', ['Associated Press = Associated Press', 'AP = Associated Press']],
    [
      'In the United States and outside it, the U.S. is large; America too.',
      ['United States = United States', 'U.S. = United States', 'America = United States'],
    ],
    ['Interview with Nora Falk\nFALK: The roof was falling in.', ['Nora Falk = Nora Falk', 'FALK = Nora Falk']],
    ['It hit ISIS and the Islamic State again.', ['ISIS = Islamic State', 'Islamic State = Islamic State']],
    [
      'They saw Tarn Shipping Ltd. and later Tarn Shipping.',
      ['Tarn Shipping Ltd. = Tarn Shipping', 'Tarn Shipping = Tarn Shipping'],
    ],
  ])('%s', (body, expected) => {
    expect(chainsIn(body, 'NAME')).toEqual(expected);
  });
});

it('a headline in capitals does not give the name', () => {
  const body = 'PORT VELLA MAYOR QUITS AFTER REPORT\nThe mayor of Port Vella, Mara Lindqvist, resigned on Monday.';
  expect(chainsIn(body, 'NAME')).toContain('Port Vella = Port Vella');
});

describe('what is not the same stays apart', () => {
  it.each<[string, string, string[]]>([
    [
      'two people who share a surname',
      'Mary Moor met John Moor. Mr. Moor left. Mrs. Moor stayed.',
      ['Mary Moor = Mary Moor', 'John Moor = John Moor', 'Moor = John Moor', 'Moor = Mary Moor'],
    ],
    [
      'a person and a country',
      'Peter Jordan flew to Jordan. Jordan scored there.',
      ['Peter Jordan = Peter Jordan', 'Jordan = Jordan', 'Jordan = Peter Jordan'],
    ],
    ['a surname alone', 'The jury heard Mr. Karimi first.', ['Karimi = Karimi']],
  ])('%s', (_, body, expected) => {
    expect(chainsIn(body, 'NAME')).toEqual(expected);
  });
});

describe('nominals and pronouns are resolved where it is clear', () => {
  it.each<[string, string[]]>([
    ['Jan Novak came. He left.', ['He = Jan Novak']],
    ['Ada Finch met Jan Novak. She left.', ['She = Ada Finch']],
    ['Foreign Minister Jan Novak came to Oslo. The minister slept.', ['The minister = Jan Novak']],
    ['The Port Ledger had it. The paper showed photographs.', ['The paper = Port Ledger']],
    ['President Ada Sol spoke. The President left early.', ['The President = Ada Sol']],
    ['Agence France-Presse had it. The agency named nobody.', ['The agency = Agence France-Presse']],
    [
      'The Interior Ministry of Norway agreed. The ministry named nobody.',
      ['The ministry = Interior Ministry of Norway'],
    ],
  ])('%s', (body, expected) => {
    expect(chainsIn(body).filter((chain) => /^(?:The|He|She|the|he|she)\b/.test(chain))).toEqual(expected);
  });

  it.each([
    'A senior official came. The official left. He slept.',
    'Jan Novak met Peter Moor in Oslo, and a guard watched. He slept.',
    'The minister slept.',
    'Jan Novak came. “He is a fool,” a man said.',
    'Ada Finch came. He left.',
  ])('nobody is meant for certain: %s', (body) => {
    expect([...chainsIn(body, 'PRONOUN'), ...chainsIn(body, 'NOMINAL')]).toEqual([]);
  });
});
