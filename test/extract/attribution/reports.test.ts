import { describe, expect, it } from 'vitest';
import { readWords } from './page-words.ts';

/** Each report of a text by the rules as 'source | cue | content'; a content of two parts with dots between them. */
function reports(body: string): string[] {
  const { page, words } = readWords(body);
  return page.reports.map(({ line, source, cue, content }) =>
    [words(line, source), words(line, cue), content.map((part) => words(line, part)).join(' … ') || '-'].join(' | '),
  );
}

/** Who is told. */
function hearers(body: string): string[] {
  const { page, words } = readWords(body);
  return page.reports.map(({ line, hearer }) => words(line, hearer));
}

describe('cues', () => {
  it.each([
    ['The mayor said that the pier would close.', 'The mayor | said | that the pier would close'],
    ['The mayor has said that the pier is safe.', 'The mayor | said | that the pier is safe'],
    ['The mayor went on to say that the pier is safe.', 'The mayor | say | that the pier is safe'],
    ['The mayor has repeatedly warned that the pier is unsafe.', 'The mayor | warned | that the pier is unsafe'],
    ['The mayor did not say whether the pier is safe.', 'The mayor | say | whether the pier is safe'],
    ['Divers asked whether the pier would close.', 'Divers | asked | whether the pier would close'],
    ['The mayor believes the pier is safe.', 'The mayor | believes | the pier is safe'],
    ['The union vowed to fight the plan.', 'The union | vowed | to fight the plan'],
    ['Ana Reyes called the plan “a shame”.', 'Ana Reyes | called | the plan “a shame”'],
    ['According to two divers, the pier is safe.', 'two divers | According to | the pier is safe'],
    ['Few trust the mayor’s claim that the pier is safe.', 'the mayor | claim | that the pier is safe'],
    ['“We go on.” – Ana Reyes', 'Ana Reyes | – | “We go on.”'],
    ['The report states that the pier is unsafe.', 'The report | states | that the pier is unsafe'],
    ['The harvest is late, the growers’ league estimates.', 'the growers’ league | estimates | The harvest is late'],
    ['A sign said “No diving”.', 'A sign | said | “No diving”'],
  ])('%s', (body, expected) => {
    expect(reports(body)).toEqual([expected]);
  });
});

describe('sources', () => {
  it.each([
    ['The pier will close, said the mayor.', 'the mayor'],
    ['“The pier will close,” said Ana Reyes, a diver.', 'Ana Reyes, a diver'],
    ['Ana Reyes, 45, a diver from Port Vella, said the pier would close.', 'Ana Reyes, 45, a diver from Port Vella'],
    ['The pier is safe, according to a report by the council.', 'a report by the council'],
    ['The council was told by divers that the pier was unsafe.', 'divers'],
    ['Ana Reyes came in, adding that the pier was shut.', 'Ana Reyes'],
    ['The mayor smiled and said the pier was safe.', 'The mayor'],
    ['Saying that the roof leaks, the owner asked for help.', 'the owner'],
    ['A diver who saw the crack said the pier was unsafe.', 'A diver'],
    ['The council, which owns the pier, said it would close.', 'The council'],
    ['The memo that warned that the pier is unsafe was leaked.', 'The memo'],
    ['Few trust a claim by the firm that the pier is safe.', 'the firm'],
    ['Her warning that the pier would fail was ignored.', 'Her'],
    ['The head of the divers’ union said the pier was safe.', 'The head of the divers’ union'],
    ['Two of the divers said the pier was safe.', 'Two of the divers'],
    ['Officials in the capital said the pier was safe.', 'Officials in the capital'],
    ['Ana Reyes and Tom Falk said the pier was safe.', 'Ana Reyes and Tom Falk'],
    ['The mayor, speaking on the radio, said the pier was safe.', 'The mayor'],
    ['Asked about the pier, the mayor said it was safe.', 'the mayor'],
    ['It is not safe, she says.', 'she'],
    ['The Associated Press was told by divers that the pier is safe.', 'divers'],
  ])('%s', (body, expected) => {
    expect(reports(body).map((report) => report.split(' | ')[0])).toEqual([expected]);
  });
});

describe('contents', () => {
  it.each([
    ['The mayor said the pier would close.', 'the pier would close'],
    ['The pier will close, the mayor said.', 'The pier will close'],
    ['The pier, the mayor said, will close.', 'The pier … will close'],
    ['In May, the mayor said, the pier will close.', 'In May … the pier will close'],
    ['The pier, divers say, is safe.', 'The pier … is safe'],
    ['“The pier,” she said, “is safe.”', '“The pier,” … “is safe.”'],
    ['“Is it safe?” Ana Reyes asked.', '“Is it safe?”'],
    ['The mayor said: “The pier is safe.”', '“The pier is safe.”'],
    ['The mayor said on Monday in a statement that the pier was safe.', 'that the pier was safe'],
    ['The mayor said Monday the pier was safe.', 'the pier was safe'],
    ['The mayor described the divers as “heroes of the harbour”.', 'the divers as “heroes of the harbour”'],
    ['The pier is safe, but the divers said the quay is not.', 'the quay is not'],
    ['The paper said the pier was unsafe, citing a report dated May 3.', 'the pier was unsafe'],
    ['Nobody said who had closed the pier.', 'who had closed the pier'],
    ['The pier will close; the mayor said so.', '-'],
    ['The mayor argued against the plan.', '-'],
  ])('%s', (body, expected) => {
    expect(reports(body).map((report) => report.split(' | ')[2])).toEqual([expected]);
  });

  it('end where the next report begins', () => {
    expect(reports('The mayor said the pier was safe, but divers warned that it would fail.')).toEqual([
      'The mayor | said | the pier was safe',
      'divers | warned | that it would fail',
    ]);
  });
});

describe('hearers', () => {
  it.each([
    ['Ana Reyes told the council that the pier was unsafe.', 'the council'],
    ['The mayor told reporters the pier was safe.', 'reporters'],
    ['The council was told by divers that the pier was unsafe.', 'The council'],
    ['The mayor said the pier was safe.', '-'],
  ])('%s', (body, expected) => {
    expect(hearers(body)).toEqual([expected]);
  });
});

describe('nothing is reported', () => {
  it.each([
    'Thousands of people said goodbye.',
    'The states that border the lake agreed.',
    'He claims damages.',
    'The mayor noted the date.',
    'The council found a crack in the pier.',
    'The pier is said to be safe.',
    'She read a book about the pier.',
    'Rain is expected to fall.',
    'The diver was asked to leave.',
    'He has been warned about the pier.',
    'There is a claim to the land.',
    'What the mayor said was not clear.',
    'Note: the pier is shut.',
    'The crane that sailors call the old lady fell.',
  ])('%s', (body) => {
    expect(reports(body)).toEqual([]);
  });
});

describe('what rules miss; a ranker may find it', () => {
  it.fails.each([
    ['The mayor pointed out that the pier is old.', 'The mayor | pointed out | that the pier is old'],
    ['Many fear that the pier will fail.', 'Many | fear | that the pier will fail'],
    ['As the mayor said, the pier is safe.', 'the mayor | said | the pier is safe'],
    ['The memo that warned that the pier is unsafe was leaked.', 'The memo | warned | that the pier is unsafe'],
    ['Her warning that the pier would fail was ignored.', 'Her | warning | that the pier would fail'],
    ['Sailors call the crane “the old lady”.', 'Sailors | call | the crane “the old lady”'],
  ])('%s', (body, expected) => {
    expect(reports(body)).toEqual([expected]);
  });
});
