import { describe, expect, test } from 'vitest';
import { findCredits } from '../../../src/extract/citations/credit-lines.ts';
import { extract } from '../../../src/extract/pipeline.ts';
import { annotate } from '../../../src/text/annotate.ts';

const PROSE = 'The ferry sank off the old pier before noon.';

/** Each credit as 'its words: supplier, supplier (cue)'; a supplier without a name in angle brackets. */
function credits(body: string): string[] {
  return findCredits(annotate(body)).map(({ start, end, suppliers, cue }) => {
    const names = suppliers.map((one) => {
      const words = body.slice(one.start, one.end);
      return one.isNamed ? words : `<${words}>`;
    });
    return `${body.slice(start, end)}: ${names.join(', ') || 'nobody'} (${cue ? body.slice(cue.start, cue.end) : '-'})`;
  });
}

function extracted(body: string) {
  return extract({ article: { body, headline: '', inLanguage: 'en' } });
}

/** Each citation as 'words, cue, KIND, name'. */
function cited(body: string): string[] {
  const { citations, sources } = extracted(body);
  return citations.map(({ start, end, cueSpan, kind, source }) =>
    [
      body.slice(start, end),
      cueSpan ? body.slice(cueSpan.start, cueSpan.end) : '-',
      kind,
      source === null ? '-' : (sources[source]?.name ?? '?'),
    ].join(', '),
  );
}

describe('datelines with an agency', () => {
  test.each([
    ['PORT VELLA (Reuters) - ', 'Reuters'],
    ['WASHINGTON, March 3 (AP) — ', 'AP'],
    ['PORT VELLA, Northland, Oct. 3, 2017 (Agence France-Presse) – ', 'Agence France-Presse'],
    ['Port Vella (AFP) – ', 'AFP'],
    ['Rio de Vella, May 4 (EFE).- ', null],
    ['ST. AGNES, Northland (AP/Reuters) -- ', 'AP, Reuters'],
    ['VELLA/AGNES, May 4 (Reuters) - ', 'Reuters'],
    ['Dec 29 (Reuters) - ', 'Reuters'],
    ['PORT VELLA, July 25 (Xinhua): ', 'Xinhua'],
    ['(Reuters) - ', 'Reuters'],
    ['PORT VELLA (dpa) - ', 'dpa'],
    ['PORT VELLA (PTI): ', 'PTI'],
    ['PORT VELLA (Coastal News Agency) — ', 'Coastal News Agency'],
    ['PORT VELLA (Northland) — ', 'nobody'],
    ['PORT VELLA — ', 'nobody'],
  ])('%j: %s', (dateline, supplier) => {
    expect(credits(dateline + PROSE)).toEqual(supplier === null ? [] : [`${dateline}: ${supplier} (-)`]);
  });

  test('one farther down counts if it names an agency', () => {
    const above = `${PROSE}\n`.repeat(6);
    expect(credits(`${above}PORT VELLA (AP) — ${PROSE}`)).toEqual(['PORT VELLA (AP) — : AP (-)']);
    expect(credits(`${above}NATO — the alliance — met on Monday.`)).toEqual([]);
  });
});

describe('credits that end a text', () => {
  test.each([
    ['The Associated Press contributed to this report.', 'The Associated Press (contributed)'],
    ['Reuters and AFP contributed to this story.', 'Reuters, AFP (contributed)'],
    [
      'Jane Roe of the Associated Press contributed to this report from Port Vella.',
      'the Associated Press (contributed)',
    ],
    [
      'Associated Press writers Jane Roe in Port Vella and John Doe contributed to this report.',
      'Associated Press (contributed)',
    ],
    ['AP reporter Jane Roe contributed reporting from Port Vella.', 'AP (contributed)'],
    ['Jane Roe contributed reporting.', 'nobody (contributed)'],
    ['Jane Roe reported from Port Vella.', 'nobody (reported)'],
    ['Reporting by Jane Roe in Port Vella; editing by John Doe', 'nobody (Reporting)'],
    ['Additional reporting by Jane Roe and the Associated Press', 'the Associated Press (reporting)'],
    ['(Reporting by Jane Roe; Editing by John Doe.)', 'nobody (Reporting)'],
    ['With files from Reuters', 'Reuters (files)'],
    ['With files from The Canadian Press and Jane Roe', 'The Canadian Press (files)'],
    ['(With inputs from PTI)', 'PTI (inputs)'],
    ['(With inputs from agencies)', '<agencies> (inputs)'],
    ['(With agency inputs)', '<agency> (inputs)'],
    ['This story was compiled with material from AFP.', 'AFP (material)'],
    ['Material from AFP was used in this story.', 'AFP (Material)'],
    ['Information from the Ministry of Fish was used in this report.', 'the Ministry of Fish (Information)'],
    ['This report includes information from Reuters.', 'Reuters (information)'],
    ['This story was first published by The Guardian.', 'The Guardian (published)'],
    ['This article originally appeared in the Port Vella Gazette on May 3, 2016.', 'the Port Vella Gazette (appeared)'],
    ['Originally published by The Guardian.', 'The Guardian (published)'],
    ['Republished with permission from The Guardian.', 'The Guardian (Republished)'],
    ['Copyright 2016 The Associated Press. All rights reserved.', 'The Associated Press (Copyright)'],
    ['© 2016 AFP', 'AFP (©)'],
    ['Source: Xinhua', 'Xinhua (Source)'],
    ['Sources: Reuters, AFP', 'Reuters, AFP (Sources)'],
    ['(AFP)', 'AFP (-)'],
    ['[Reuters.]', 'Reuters (-)'],
    ['— AP', 'AP (-)'],
    ['Reuters', 'Reuters (-)'],
    ['(Jane Roe and the Associated Press)', 'the Associated Press (-)'],
    ['(Agencies)', '<Agencies> (-)'],
  ])('a paragraph of its own: %s', (line, expected) => {
    expect(credits(`${PROSE}\n${line}`)).toEqual([`${line}: ${expected}`]);
  });

  test.each([
    ['(Reuters)', ['(Reuters): Reuters (-)']],
    ['— AP', ['— AP: AP (-)']],
    ['-PTI', ['-PTI: PTI (-)']],
    ['(With inputs from PTI)', ['(With inputs from PTI): PTI (inputs)']],
    ['Reuters contributed to this report.', ['Reuters contributed to this report.: Reuters (contributed)']],
    ['(AP) (Editing by John Doe)', ['(AP): AP (-)', '(Editing by John Doe): nobody (Editing)']],
  ])('behind the last sentence: %s', (credit, expected) => {
    expect(credits(`${PROSE} ${credit}`).map((one) => one.trim())).toEqual(expected);
  });
});

describe('bylines', () => {
  test.each([
    ['By Jane Roe', 'nobody (By)'],
    ['By JANE ROE and JOHN DOE', 'nobody (By)'],
    ['By The Associated Press', 'The Associated Press (By)'],
    ['By Jane Roe, Associated Press', 'Associated Press (By)'],
    ['By Port Vella Gazette Staff', 'nobody (By)'],
    ['Jane Roe/Reuters', 'Reuters (-)'],
    ['Jane Roe, Associated Press', 'Associated Press (-)'],
  ])('%s', (line, expected) => {
    expect(credits(`Ferry sinks off pier\n${line}\n${PROSE}`)).toEqual([`${line}: ${expected}`]);
  });
});

describe('credits of pictures: nobody whom the prose rests on', () => {
  test.each([
    'Photo: Jane Roe / Getty Images',
    'Photo: AP',
    'PHOTO: Jane Roe via Reuters',
    'Image: Reuters',
    'Photograph by Jane Roe/AP',
    'Picture credit: AFP',
    '(AP Photo/Jane Roe)',
    '(Jane Roe/AP)',
  ])('%s', (line) => {
    expect(credits(`${line}\n${PROSE}`)).toEqual([`${line}: nobody (-)`]);
  });
});

describe('no credits', () => {
  test.each([
    'The AP exam results will be out on Monday.',
    'The Associated Press (AP) was founded in a port.',
    'The Associated Press (AP) — the oldest agency of the country — moved.',
    'The Coastal News Agency (CNA) — the oldest of the country — moved.',
    'Reuters reported from Port Vella that the pier is shut.',
    'Donations from Reuters contributed to the fund, divers say.',
    'The storm contributed to this year’s losses.',
    'With inputs from divers and sailors, the council drew a plan.',
    'The report was published by The Guardian on Monday.',
    'Material from the pier was used in the new quay.',
    'By Monday, the pier was shut.',
    'By then Reuters had left.',
    'Time',
    'The Sun',
    'Sources: two divers and a sailor',
    'NATO-led crews left the pier.',
    'Photos of the pier were shown on Monday.',
    'Photo: the pier on Monday.',
    'Copyright law is hard to read.',
    'She asked the divers (and Reuters) to leave.',
    'She reads The Guardian (and others).',
    'What’s next at Reuters?',
    'Jane Roe and Reuters',
    '“The best pier of the coast.” — The Guardian',
    '“We go on.” — Reuters',
  ])('%s', (text) => {
    expect(credits(text)).toEqual([]);
  });

  test('names alone are none in the middle of a text', () => {
    const prose = `${PROSE}\n`.repeat(5);
    expect(credits(`${prose}Reuters\n${prose}`)).toEqual([]);
  });
});

describe('who supplied the text is cited', () => {
  test.each([
    ['PORT VELLA (Reuters) - The ferry sank.', ['Reuters, -, NEWS_AGENCY, Reuters']],
    [
      'The ferry sank.\nThe Associated Press contributed to this report.',
      ['The Associated Press, contributed, NEWS_AGENCY, Associated Press'],
    ],
    ['The ferry sank.\n(With inputs from PTI)', ['PTI, inputs, NEWS_AGENCY, Press Trust of India']],
    ['The ferry sank.\n(With inputs from agencies)', ['agencies, inputs, NEWS_AGENCY, -']],
    [
      'The ferry sank.\nThis story was first published by The Guardian.',
      ['The Guardian, published, NEWS_OUTLET, The Guardian'],
    ],
    ['The ferry sank.\nSource: Xinhua', ['Xinhua, Source, NEWS_AGENCY, Xinhua']],
    ['Photo: Jane Roe / Reuters\nThe ferry sank.', []],
    ['The Associated Press (AP) has moved to a new house.', []],
  ])('%j', (body, expected) => {
    expect(cited(body)).toEqual(expected);
  });

  test('once by its dateline and once in the prose are two citations of one source', () => {
    const { citations, sources } = extracted('PORT VELLA (AP) — The ferry sank, The Associated Press reported.');
    expect([citations.length, sources.length]).toEqual([2, 1]);
    expect(sources[0]).toMatchObject({ key: 'domain:apnews.com', kind: 'NEWS_AGENCY' });
  });
});

describe('who wrote it is no speaker', () => {
  test.each([
    '“We lost all,” one of the divers said.\nReporting by Jane Roe in Port Vella; editing by John Doe',
    'By Jane Roe\n“We lost all.”\nThe pier is shut.',
    '“We lost all.” (Reporting by Jane Roe)',
    'Jane Roe reported from Port Vella.\n“We lost all.”',
    'Photo: Jane Roe / AP\n“We lost all.”\nPhoto: John Doe / AP\nThe pier is shut.',
  ])('%j', (body) => {
    const { quotes, entities, citations, sources } = extracted(body);
    const people = quotes.map(({ speaker }) => (speaker === null ? null : entities[speaker]?.name));
    expect(people.filter((name) => name != null)).toEqual([]);
    expect(
      quotes.map(({ speakerSpan }) => speakerSpan && body.slice(speakerSpan.start, speakerSpan.end)),
    ).not.toContain('Jane Roe');
    expect(citations.filter(({ source }) => sources[source ?? -1]?.kind === 'PERSON')).toEqual([]);
  });
});
