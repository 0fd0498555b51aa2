import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Document } from '../../../src/domain/document.ts';
import { DocumentRejected } from '../../../src/domain/problem.ts';
import { readText } from '../../../src/formats/text/read-text.ts';

const LEDE = 'The mayor of Port Vella said on Tuesday that the harbour bridge would stay closed for three weeks.';
const MORE = 'Three ferries of the NMO will run all night, the council said.';
const LINK = 'Link : https://www.harbour-ledger.example/city/2017/10/03/nmo-ferries-replace-port-vella-bridge/';

function read(...lines: string[]): Document {
  return readText({ uri: '/documents/a.txt', bytes: Buffer.from(lines.join('\n')) });
}

describe('a document with a link', () => {
  const document = read(LEDE, MORE, LINK);

  it('has paragraphs for a body, and the link apart', () => {
    expect(document.article.body).toBe(`${LEDE}\n${MORE}`);
    expect(document.article.url).toBe(LINK.slice('Link : '.length));
  });

  it('derives from the address what it does not state, and says so', () => {
    expect(document.article).toMatchObject({
      headline: 'NMO ferries replace Port Vella bridge',
      headlineBasis: 'URL',
      datePublished: new Date('2017-10-03'),
      datePublishedPrecision: 'DAY',
      datePublishedBasis: 'URL',
      articleSection: 'city',
      publisher: { name: 'harbour-ledger', domain: 'harbour-ledger.example', kind: 'NEWS_OUTLET' },
      inLanguage: 'en',
      byline: null,
      authors: [],
    });
  });

  it('is identified by its URI and the hash of its bytes, and keeps its text', () => {
    expect(document).toMatchObject({ uri: '/documents/a.txt', format: 'TEXT', problems: [] });
    expect(document.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(document.content).toBe(`${LEDE}\n${MORE}\n${LINK}`);
  });

  it('gives the same article when it is read again from the text that was kept', () => {
    const bytes = Buffer.from(`\ufeff${LEDE}\u00a0\r\n\r\n${MORE}\r\n${LINK}`, 'utf16le');
    const first = readText({ uri: 'a', bytes });
    expect(first.article).toEqual(document.article);
    expect(readText({ uri: 'a', bytes: Buffer.from(first.content) }).article).toEqual(first.article);
  });
});

describe('the line with the link', () => {
  const url = 'https://a.example/b-c';
  it.each([
    `Link : ${url}`,
    `link:${url}`,
    `LINK :   ${url}  `,
    `URL: ${url}#top`,
    `Source: ${url}`,
    `Link : <${url}>`,
  ])('may be written %j', (line) => {
    expect(read(LEDE, line).article).toMatchObject({ url, body: LEDE });
  });

  it('may stand at the top, and with empty lines around it', () => {
    expect(read(`Link : ${url}`, '', LEDE).article).toMatchObject({ url, body: LEDE });
    expect(read(LEDE, '', '', `Link : ${url}`, '').article).toMatchObject({ url, body: LEDE });
  });

  it('one that was read from a URL has that, unless it states another', () => {
    const from = (uri: string, ...lines: string[]) =>
      readText({ uri, bytes: Buffer.from([LEDE, ...lines].join('\n')) });
    expect(from('https://a.example/2026/01/02/b').article).toMatchObject({
      url: 'https://a.example/2026/01/02/b',
      publisher: { domain: 'a.example' },
      datePublishedBasis: 'URL',
    });
    expect(from('https://a.example/b', 'Link : https://c.example/d').article.url).toBe('https://c.example/d');
    expect(from('https://a.example/b', 'Link : nowhere')).toMatchObject({
      article: { url: 'https://a.example/b' },
      problems: [{ code: 'URL_INVALID' }],
    });
    expect(from('urn:sha256:00').article.url).toBeNull();
  });

  it.each(['not a url', 'www.a.example/b', 'ftp://a.example/b', 'https://', 'https://a.example/b c'])(
    'is a problem when it says %j, and the article is read all the same',
    (text) => {
      const { article, problems } = read(LEDE, `Link : ${text}`);
      expect(problems).toEqual([{ code: 'URL_INVALID', message: `no http or https address: ${text}` }]);
      expect(article).toMatchObject({ body: LEDE, url: null, publisher: null, headlineBasis: 'FIRST_SENTENCE' });
    },
  );

  it('is prose when it only begins like one', () => {
    const prose = ['Source: Harbour Ledger', 'Links : many.', 'The link : https://a.example/b'];
    expect(read(LEDE, ...prose).article).toMatchObject({ url: null, body: [LEDE, ...prose].join('\n') });
  });
});

describe('the closing credit', () => {
  it.each([
    [`${MORE}(Jane Roe and the Associated Press)`, 'Jane Roe and the Associated Press', ['Jane Roe']],
    [`${MORE} (Jane Roe, John Doe)`, 'Jane Roe, John Doe', ['Jane Roe', 'John Doe']],
    [`${MORE.replace('.', '.”')} (AFP)`, 'AFP', []],
    [`${MORE}\n(Jane Roe)`, 'Jane Roe', ['Jane Roe']],
    [
      `${MORE}\n(Reporting by Jane Roe; Editing by John Doe)`,
      'Reporting by Jane Roe; Editing by John Doe',
      ['Jane Roe'],
    ],
    [
      `${MORE}\nReporting by Jane Roe; Editing by John Doe.`,
      'Reporting by Jane Roe; Editing by John Doe',
      ['Jane Roe'],
    ],
  ])('%j', (end, byline, authors) => {
    for (const lines of [
      [LEDE, end, LINK],
      [LEDE, end],
    ]) {
      const { article } = read(...lines);
      expect(article).toMatchObject({ byline, authors });
      expect(article.body.endsWith(')')).toBe(false);
      expect(article.body.split('\n')).toHaveLength(2);
    }
  });

  it.each([
    `${MORE} (see map)`,
    `${MORE} (The bridge is from 1912.)`,
    'The bridge is run by the council (Port Vella)',
    `${MORE} (Applause)`,
    `${MORE} (The council`,
    `${MORE})`,
  ])('is not %j', (end) => {
    expect(read(LEDE, end).article).toMatchObject({ byline: null, authors: [], body: `${LEDE}\n${end}` });
  });
});

describe('the top of a document', () => {
  it('may hold headline, byline and date', () => {
    const { article, problems } = read(
      'Harbour bridge shut for three weeks',
      'By Jane Roe, City Correspondent',
      'Published: 3 October 2017, 14:05 GMT',
      'Updated 4 October 2017',
      '',
      `PORT VELLA (Harbour Wire) — ${LEDE}`,
      MORE,
    );
    expect(problems).toEqual([]);
    expect(article).toMatchObject({
      headline: 'Harbour bridge shut for three weeks',
      headlineBasis: 'STATED',
      byline: 'Jane Roe, City Correspondent',
      authors: ['Jane Roe'],
      datePublished: new Date('2017-10-03T14:05Z'),
      datePublishedPrecision: 'MINUTE',
      datePublishedBasis: 'STATED',
      dateModified: new Date('2017-10-04'),
      body: `PORT VELLA (Harbour Wire) — ${LEDE}\n${MORE}`,
    });
  });

  it.each(['Is the bridge safe?', 'Bridge shut!', '‘We wait’: bridge shut', 'Mayor: ‘We will wait’', 'BRIDGE SHUT'])(
    '%j is a headline',
    (line) => {
      expect(read(line, LEDE, LINK).article).toMatchObject({ headline: line, headlineBasis: 'STATED', body: LEDE });
    },
  );

  it.each([
    ['a sentence', ['The bridge is shut.', LEDE]],
    ['a quoted sentence', ['“The bridge is shut.”', LEDE]],
    ['a long line', [`The bridge ${'and the other bridge '.repeat(20)}`.trim(), LEDE]],
    ['a line that no prose follows', ['Roe, Jane 555-0101', 'Doe, John 555-0102']],
    ['the only line', ['Harbour bridge shut']],
    ['a line without a letter', ['* * *', LEDE]],
  ])('%s is no headline', (_, lines) => {
    const { article } = read(...lines);
    expect(article.body).toBe(lines.join('\n'));
    expect(article.headlineBasis).toBe('FIRST_SENTENCE');
  });

  it('keeps a paragraph that begins like a byline', () => {
    const line = 'By the time the ferry docked, the bridge was shut.';
    expect(read(line, LEDE).article).toMatchObject({ byline: null, body: `${line}\n${LEDE}` });
  });

  it('joins byline and closing credit', () => {
    expect(read('By Jane Roe', LEDE, `${MORE} (John Doe and Reuters)`).article).toMatchObject({
      byline: 'Jane Roe; John Doe and Reuters',
      authors: ['Jane Roe', 'John Doe'],
    });
  });
});

describe('the headline of a document that states none and has no speaking address', () => {
  it.each([
    ['is its first sentence', [`${LEDE} ${MORE}`], LEDE],
    ['leaves the dateline out', [`PORT VELLA, Oct. 3 (AP) — ${LEDE}`], LEDE],
    ['goes past abbreviations', ['Dr. Roe met the U.S. envoy. He left.'], 'Dr. Roe met the U.S. envoy.'],
    ['goes past an address without words', [LEDE, 'Link : https://a.example/34832512'], LEDE],
  ])('%s', (_, lines, headline) => {
    expect(read(...lines).article).toMatchObject({ headline, headlineBasis: 'FIRST_SENTENCE' });
  });

  it('is cut at a word when the sentence is long', () => {
    const { headline } = read(`The bridge ${'and the other bridge '.repeat(50)}.`).article;
    expect(headline).toMatch(/^The bridge .*(?:and|the|other|bridge)…$/);
    expect(headline.length).toBeLessThanOrEqual(200);
  });
});

describe('the date', () => {
  const dated = (path: string, ...lines: string[]) => read(...lines, `Link : https://a.example${path}`).article;

  it.each([
    ['stated, before the address', dated('/2015/11/16/x', '3 October 2017', LEDE), '2017-10-03', 'DAY', 'STATED'],
    ['stated at the end', dated('/2015/x', LEDE, 'Published: October 2017'), '2017-10-01', 'MONTH', 'STATED'],
    [
      'a day in the address, before the dateline',
      dated('/2015/11/16/x', `VELLA, Nov. 15, 2015 — ${LEDE}`),
      '2015-11-16',
      'DAY',
      'URL',
    ],
    ['the dateline', dated('/x', `VELLA, Nov. 15, 2015 — ${LEDE}`), '2015-11-15', 'DAY', 'DATELINE'],
    [
      'the dateline with the year of the address',
      dated('/2015/x', `VELLA, Nov. 15 — ${LEDE}`),
      '2015-11-15',
      'DAY',
      'DATELINE',
    ],
    [
      'the month of the address, when the dateline has another',
      dated('/2015/11/x', `VELLA, Oct. 31 — ${LEDE}`),
      '2015-11-01',
      'MONTH',
      'URL',
    ],
    ['the year of the address', dated('/2015/x', LEDE), '2015-01-01', 'YEAR', 'URL'],
  ])('%s', (_, article, day, precision, basis) => {
    expect(article).toMatchObject({
      datePublished: new Date(day),
      datePublishedPrecision: precision,
      datePublishedBasis: basis,
    });
  });

  it('is null when nothing gives one', () => {
    expect(dated('/x', `VELLA, Nov. 15 — ${LEDE}`)).toMatchObject({
      datePublished: null,
      datePublishedPrecision: null,
      datePublishedBasis: null,
    });
  });

  it('is a problem when it is stated and no date', () => {
    const { article, problems } = read('Published: 31 April 2017', LEDE);
    expect(problems).toEqual([{ code: 'DATE_INVALID', message: 'no date that can be read: 31 April 2017' }]);
    expect(article).toMatchObject({ datePublished: null, body: LEDE });
  });
});

describe('bad input', () => {
  it.each([
    ['nothing', '', 'EMPTY_DOCUMENT'],
    ['blanks only', ' \n\u00a0\t\r\n\ufeff', 'EMPTY_DOCUMENT'],
    ['a link only', LINK, 'EMPTY_DOCUMENT'],
    ['a NUL', 'a\0b', 'BINARY_DOCUMENT'],
    ['a line of 20 MB', 'x'.repeat(20_000_000), 'DOCUMENT_TOO_LONG'],
  ])('%s is rejected', (_, text, code) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ name: 'DocumentRejected', code }));
  });

  it('windows-1252 is read, and reported', () => {
    const { article, problems } = readText({ uri: 'a', bytes: Buffer.from('\x93Caf\xe9,\x94 she said.', 'latin1') });
    expect(article.body).toBe('“Café,” she said.');
    expect(problems).toMatchObject([{ code: 'CHARSET_GUESSED' }]);
  });

  it.each([
    ['100,000 quotation marks', '“'.repeat(100_000)],
    ['100,000 parentheses', `${'('.repeat(50_000)}a.${')'.repeat(50_000)}`],
    ['5 MB without a blank', 'x'.repeat(5_000_000)],
    ['5 MB of full stops', '.'.repeat(5_000_000)],
    ['a million short lines', 'By\n'.repeat(1_000_000)],
    ['capitals and commas', 'VELLA, '.repeat(100_000)],
    ['right-to-left text', 'أعلن رئيس البلدية يوم الثلاثاء أن الجسر سيغلق.'],
    ['emoji', '👍'.repeat(1_000)],
  ])('%s is read', (_, text) => {
    const { article } = read(text);
    expect(article.body).toBe(text.trim());
    expect(article.headline.isWellFormed()).toBe(true);
  });

  it('any text gives a clean article or a rejection', () => {
    const line = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.constantFrom(
        LEDE,
        LINK,
        'By Jane Roe',
        '(Jane Roe)',
        'Link :',
        'Date: 1',
        'VELLA — x',
        '3 October 2017',
        'Headline',
        '',
      ),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 6 }), (lines) => {
        try {
          const { article } = read(...lines);
          expect(article.body).toMatch(/^\S(?:.*\S)?$/su);
          expect(article.body).not.toContain('\n\n');
          expect(article.headline).not.toBe('');
        } catch (error) {
          expect(error).toBeInstanceOf(DocumentRejected);
        }
      }),
    );
  });
});

const GOLD = '../shared/gold/000_73bd12847fac3363.json';

describe.skipIf(!existsSync(GOLD))('the annotated sample document (skipped without ../shared)', () => {
  it('has the fields that its annotation states', () => {
    const { document, article: expected } = JSON.parse(readFileSync(GOLD, 'utf8'));
    const { article } = readText({ uri: 'a', bytes: readFileSync(`../shared/${document}`) });
    const { bodyStarts, bodyEnds, datePublished, ...fields } = expected;
    expect(article).toMatchObject({ ...fields, datePublished: new Date(datePublished) });
    expect(article.body.startsWith(bodyStarts)).toBe(true);
    expect(article.body.endsWith(bodyEnds)).toBe(true);
  });
});
