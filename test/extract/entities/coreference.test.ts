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
    [
      'Anthony “Big Tony” Moretti fled. Big Tony said he did nothing. Moretti left.',
      [
        'Anthony “Big Tony” Moretti = Anthony “Big Tony” Moretti',
        'Big Tony = Anthony “Big Tony” Moretti',
        'Moretti = Anthony “Big Tony” Moretti',
      ],
    ],
    [
      'Mary Smith-Jones won. Ms. Jones will start in May.',
      ['Mary Smith-Jones = Mary Smith-Jones', 'Jones = Mary Smith-Jones'],
    ],
    [
      'Moon Jae-in met Kim Jong Un. Moon said it went well. Kim agreed.',
      ['Moon Jae-in = Moon Jae-in', 'Kim Jong Un = Kim Jong Un', 'Moon = Moon Jae-in', 'Kim = Kim Jong Un'],
    ],
    ['Omar el-Sayed spoke. President al-Sayed left.', ['Omar el-Sayed = Omar el-Sayed', 'al-Sayed = Omar el-Sayed']],
    [
      'J. Smith filed it. John Smith said it was late. Smith lost.',
      ['J. Smith = John Smith', 'John Smith = John Smith', 'Smith = John Smith'],
    ],
    ['José Muñoz ran the shop. Mr. Munoz left.', ['José Muñoz = José Muñoz', 'Munoz = José Muñoz']],
    ['Robert Dawson walked in. Bob Dawson sat down.', ['Robert Dawson = Robert Dawson', 'Bob Dawson = Robert Dawson']],
    ['Lydia Buchtmann came. Ms. Bauchtman left.', ['Lydia Buchtmann = Lydia Buchtmann', 'Bauchtman = Lydia Buchtmann']],
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
    [
      'two like surnames',
      'Boris Johnson came. Mr. Johnston left.',
      ['Boris Johnson = Boris Johnson', 'Johnston = Johnston'],
    ],
    [
      'a surname alone means the one whom the text is about',
      'Rosa Lind came with Paul Lind. Rosa Lind won. Paul Lind stayed away. Rosa Lind sang. Lind left.',
      [
        'Rosa Lind = Rosa Lind',
        'Paul Lind = Paul Lind',
        'Rosa Lind = Rosa Lind',
        'Paul Lind = Paul Lind',
        'Rosa Lind = Rosa Lind',
        'Lind = Rosa Lind',
      ],
    ],
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

describe('a noun that varies a name', () => {
  it.each<[string, string[]]>([
    ['Mark Reed spoke in Hull. The billionaire left early.', ['The billionaire = Mark Reed']],
    ['“It works,” Nora Falk said. “It always did,” the Ohio senator said.', ['the Ohio senator = Nora Falk']],
    ['Mark Reed met Nora Falk. The billionaire left early.', []],
    ['Mark Reed said that Nora Falk won. The candidate left early.', []],
    ['Mark Reed spoke in Hull. The judge left early.', []],
    ['A senator came with Mark Reed. Mark Reed spoke. The senator left early.', []],
    ['Mark Reed spoke in Hull. The other candidate left early.', []],
  ])('%s', (body, expected) => {
    expect(chainsIn(body, 'NOMINAL')).toEqual(expected);
  });
});

it.each(["''He fell,''", '‘He fell,’', '“He fell,”', '"He fell,"'])('words in marks are left alone: %s', (words) => {
  expect(chainsIn(`Jan Novak came. ${words} a guard told them.`, 'PRONOUN')).toEqual([]);
});

describe('who is called by a role, an age or a kind', () => {
  it.each<[string, string[]]>([
    ['Ann Karlsson, the mayor of Port Vella, came. The mayor slept.', ['The mayor = Ann Karlsson']],
    ['Peter Brandt, a retired baker from Hull, won. The baker wept.', ['The baker = Peter Brandt']],
    [
      'Omar Reyes, a 14-year-old boy from Hull, won. The 14-year-old wept. The boy left. The teenager slept.',
      ['The 14-year-old = Omar Reyes', 'The boy = Omar Reyes', 'The teenager = Omar Reyes'],
    ],
    [
      'Indiana Gov. Mark Reed spoke in Ohio. The Indiana governor left. The governor slept.',
      ['The Indiana governor = Mark Reed', 'The governor = Mark Reed'],
    ],
    [
      'French Foreign Minister Luc Morel met Russian Foreign Minister Ivan Petrov. The Russian minister left.',
      ['The Russian minister = Ivan Petrov'],
    ],
    [
      'Tunisia’s coach, Nabil Maal, and Panama coach Hernan Gomes watched. Tunisia’s coach slept.',
      ['Tunisia’s coach = Nabil Maal'],
    ],
    ['Rosa Lind, head of Dockers United, spoke. The head of Dockers United left.', ['The head = Rosa Lind']],
    ['Sen. Rosa Lind spoke. The lawmaker left.', ['The lawmaker = Rosa Lind']],
    ['Harbour Logistics Ltd. lost a ship. The company named nobody.', ['The company = Harbour Logistics']],
    ['The Federal Trade Commission sued. The agency won.', ['The agency = Federal Trade Commission']],
    ['France voted. The country said it would leave.', ['The country = France']],
    ['Texas sued. The state won.', ['The state = Texas']],
  ])('%s', (body, expected) => {
    expect(chainsIn(body, 'NOMINAL')).toEqual(expected);
  });

  it.each([
    'Sen. Rosa Lind and Sen. Paul Gray met. The senator left.',
    'French Foreign Minister Luc Morel met Russian Foreign Minister Ivan Petrov. The minister slept.',
    'French Foreign Minister Luc Morel came. The Spanish minister slept.',
    'Foreign Minister Jan Novak met a minister from Spain. The minister slept.',
    'Ann Karlsson, the mayor, came. The former mayor of the city slept.',
    'Harbour Logistics Ltd. and Tarn Shipping Ltd. lost ships. The company named nobody.',
    'France and Spain voted. The country will leave.',
    'Police arrested a man. The man wept.',
    'Jan Novak, a member of the union, came. The member left.',
  ])('nobody is meant for certain: %s', (body) => {
    expect(chainsIn(body, 'NOMINAL')).toEqual([]);
  });
});

describe('organisations and countries are taken up by it and they where they report', () => {
  it.each<[string, string[]]>([
    ['Harbour Logistics Ltd. lost a ship. It said it would pay.', ['It = Harbour Logistics']],
    ['The Port Ledger lost. They said it was late.', ['They = Port Ledger']],
  ])('%s', (body, expected) => {
    expect(chainsIn(body, 'PRONOUN')).toEqual(expected);
  });

  it.each([
    'Harbour Logistics Ltd. lost a ship. It rained.',
    'Harbour Logistics Ltd. lost a ship. A report appeared. It said it was late.',
    'Tom Reed and Paul Gray left Harbour Logistics. They said it was late.',
    'Residents left. They said it was late.',
  ])('nobody is meant for certain: %s', (body) => {
    expect(chainsIn(body, 'PRONOUN')).toEqual([]);
  });
});
