import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Document } from '../../../src/domain/document.ts';
import { DocumentRejected } from '../../../src/domain/problem.ts';
import { readDocuments } from '../../../src/formats/read-document.ts';
import { damagedBytes } from '../../support/damaged-bytes.ts';

const VERSION_1 = {
  uri: 'http://wire.example/items/1',
  type: 'text',
  versioncreated: '2024-03-02T10:00:00Z',
  firstcreated: '2024-03-01T08:30:00+01:00',
  pubstatus: 'usable',
  language: 'en',
  byline: 'By Ada Quill and Tom Tull',
  headline: 'Bridge shut in Port Vella',
  subject: [
    { name: 'harbours', code: '04011002' },
    { name: 'economy', code: 'medtop:04000000' },
  ],
  copyrightholder: 'Reuters',
  body_text: 'The bridge is shut. The mayor said so.',
  body_xhtml: '<p>The bridge is shut.</p><p>The mayor said <b>so</b>.</p><script>1</script>',
};
const VERSION_2 = {
  standard: { name: 'ninjs', version: '2.1' },
  uri: 'urn:newsml:wire.example:1',
  versioncreated: '2024-03-02T10:00:00Z',
  by: 'Ada Quill',
  infosources: [{ name: 'Some Writer' }, { name: 'Vella Press', role: 'provider' }],
  headlines: [
    { role: 'sub', value: 'It may open' },
    { role: 'main', value: 'Bridge &amp; road shut' },
  ],
  bodies: [{ role: 'html', contenttype: 'text/html', value: '<p>The bridge is shut.</p>' }],
};
const VERSION_3 = {
  uri: 'tag:wire.example,2024:1',
  firstCreated: '2024-03-01',
  versionCreated: '2024-03-02T10:00:00Z',
  pubStatus: 'usable',
  embargoedUntil: '2024-03-03T06:00:00Z',
  infoSources: [{ name: 'Vella Press' }],
  headlines: [{ value: 'Bridge shut' }],
  bodies: [{ contentType: 'text/plain', value: 'Bridge shut\nThe bridge is shut.\nIt may open.' }],
  representationType: 'partial',
};

function read(value: unknown, uri = '/d/item.json') {
  return readDocuments({ uri, bytes: Buffer.from(JSON.stringify(value)) });
}
function articleOf(value: unknown) {
  const [item] = read(value);
  if (!item || 'rejected' in item) throw new Error('it was rejected');
  return { ...item.article, problems: item.problems };
}

describe('ninjs', () => {
  it('1.x', () => {
    expect(read(VERSION_1)).toMatchObject([
      {
        uri: '/d/item.json',
        format: 'NINJS',
        content: JSON.stringify(VERSION_1),
        article: {
          headline: 'Bridge shut in Port Vella',
          headlineBasis: 'METADATA',
          body: 'The bridge is shut.\nThe mayor said so.',
          url: 'http://wire.example/items/1',
          datePublished: new Date('2024-03-01T07:30:00Z'),
          datePublishedPrecision: 'SECOND',
          dateModified: new Date('2024-03-02T10:00:00Z'),
          inLanguage: 'en',
          articleSection: 'economy',
          byline: 'By Ada Quill and Tom Tull',
          authors: ['Ada Quill', 'Tom Tull'],
          isTruncated: false,
          pubStatus: 'USABLE',
          publisher: { name: 'Reuters', domain: 'reuters.com', kind: 'NEWS_AGENCY' },
        },
        problems: [],
      },
    ]);
  });

  it('2.x: an item without an address is known by its uri', () => {
    expect(read(VERSION_2)).toMatchObject([
      {
        identity: 'ninjs:urn:newsml:wire.example:1',
        article: {
          headline: 'Bridge & road shut',
          url: null,
          publisher: { name: 'Vella Press' },
          body: 'The bridge is shut.',
        },
      },
    ]);
  });

  it('3.x: a headline above the text again is left out of it', () => {
    expect(articleOf(VERSION_3)).toMatchObject({
      body: 'The bridge is shut.\nIt may open.',
      datePublishedPrecision: 'DAY',
      embargoedUntil: new Date('2024-03-03T06:00:00Z'),
      isTruncated: true,
      publisher: { name: 'Vella Press' },
    });
  });

  it.each([
    ['without a body the description', { ...VERSION_2, bodies: [], descriptions: [{ value: 'Shut.' }] }, 'Shut.'],
    [
      'a caption of a picture',
      { uri: 'x', type: 'picture', description_text: 'The bridge.', headline: 'A' },
      'The bridge.',
    ],
    ['nothing but a headline', { uri: 'x', pubstatus: 'usable', headline: 'Bridge shut' }, 'Bridge shut'],
  ])('%s makes a truncated article', (_, item, body) => {
    expect(articleOf(item)).toMatchObject({ body, isTruncated: true });
  });

  it.each([
    ['withheld', 'WITHHELD', 0],
    ['canceled', 'CANCELED', 0],
    [' Cancelled ', 'CANCELED', 0],
    ['killed', 'WITHHELD', 1],
    [7, 'WITHHELD', 1],
    [['usable', 'withheld'], 'WITHHELD', 1],
    [null, 'USABLE', 0],
    ['USABLE', 'USABLE', 0],
  ])('the status %j is %s', (pubStatus, expected, problems) => {
    const article = articleOf({ ...VERSION_3, pubStatus });
    expect(article.pubStatus).toBe(expected);
    expect(article.problems.filter(({ code }) => code === 'STATUS_INVALID')).toHaveLength(problems);
  });

  it.each([
    ['2024-03-03T06:00:00+02:00', 'USABLE', '2024-03-03T04:00:00.000Z'],
    ['2024-03-03', 'USABLE', '2024-03-04T12:00:00.000Z'],
    ['2024-03', 'WITHHELD', undefined],
    ['when the speech is over', 'WITHHELD', undefined],
    [1_709_445_600, 'WITHHELD', undefined],
  ])('an embargo until %j: %s until %s', (embargoed, pubStatus, until) => {
    const article = articleOf({ ...VERSION_1, embargoed });
    expect([article.pubStatus, article.embargoedUntil?.toISOString()]).toEqual([pubStatus, until]);
  });

  it('what takes an item back needs no text', () => {
    expect(articleOf({ uri: 'x', pubstatus: 'canceled', versioncreated: '2024-03-02T10:00:00Z' })).toMatchObject({
      pubStatus: 'CANCELED',
      body: '',
    });
  });

  it('says where each field comes from', () => {
    const { provenance } = articleOf({ ...VERSION_1, title: 'Bridge shut in Port Vella | Wire' });
    expect(provenance).toMatchObject([
      {
        field: 'HEADLINE',
        rule: 'AGREED',
        candidates: [{ place: 'headlines', isChosen: true }, { place: 'title' }, {}],
      },
      {
        field: 'DATE_PUBLISHED',
        rule: 'TRUSTED',
        candidates: [
          {
            value: '2024-03-01T08:30:00+01:00',
            origin: 'NINJS',
            place: 'firstCreated',
            isChosen: true,
            zone: 'STATED',
          },
          { value: '2024-03-02T10:00:00Z', origin: 'NINJS', place: 'versionCreated', isChosen: false },
        ],
      },
      { field: 'DATE_MODIFIED', rule: 'ONLY', candidates: [{ place: 'versionCreated' }] },
      { field: 'BYLINE', rule: 'ONLY', candidates: [{ value: 'By Ada Quill and Tom Tull', place: 'by' }] },
      { field: 'SECTION', rule: 'ONLY', candidates: [{ value: 'economy', place: 'subjects' }] },
      {
        field: 'PUBLISHER',
        rule: 'TRUSTED',
        candidates: [{ value: 'Reuters', place: 'copyrightHolder', isChosen: true }, { origin: 'URL' }],
      },
      { field: 'LANGUAGE', candidates: [{ value: 'en', origin: 'NINJS', isChosen: true }, { origin: 'DETECTION' }] },
    ]);
  });

  it('of dates that agree the most exact counts, of others the first', () => {
    const dated = (firstcreated: string) => articleOf({ ...VERSION_1, firstcreated });
    expect(dated('2024-03')).toMatchObject({ datePublished: new Date('2024-03-02T10:00:00Z') });
    expect(dated('2013')).toMatchObject({ datePublished: new Date('2013-01-01'), datePublishedPrecision: 'YEAR' });
  });

  it('fields that are unknown or not what they should be are passed over', () => {
    const odd = { ...VERSION_1, renditions: 3, by: {}, subject: 'x', headlines: [null, 4, { value: 5 }], foo: [[]] };
    expect(articleOf(odd).body).toBe('The bridge is shut.\nThe mayor said so.');
  });

  it('a date that is none is a problem', () => {
    expect(articleOf({ ...VERSION_1, firstcreated: 'yesterday' })).toMatchObject({
      datePublished: new Date('2024-03-02T10:00:00Z'),
      problems: [{ code: 'DATE_INVALID', message: 'firstCreated: no date: yesterday' }],
    });
  });

  it('an array: each item has a receipt of its own, and reads the same from what is kept of it', () => {
    const items = read([VERSION_2, { ...VERSION_1, uri: undefined }, { uri: 'urn:x', pubStatus: 'usable' }]);
    expect(items).toMatchObject([
      { uri: '/d/item.json#urn:newsml:wire.example:1', article: { body: 'The bridge is shut.' } },
      { uri: '/d/item.json#2', rejected: { code: 'UNREADABLE' } },
      { uri: '/d/item.json#urn:x', rejected: { code: 'EMPTY_DOCUMENT' } },
    ]);
    const first = items[0] as Document;
    expect(readDocuments({ uri: first.uri, bytes: Buffer.from(first.content) }, { format: 'NINJS' })).toEqual([first]);
  });

  it.each([
    ['cut off', '{"uri": "x", "pubstatus": "usab', 'UNREADABLE'],
    ['without uri', '{"pubstatus": "usable", "headlines": []}', 'UNREADABLE'],
    [
      'nested deep',
      `{"uri":"x","pubstatus":"usable","headlines":${'['.repeat(200_000)}${']'.repeat(200_000)}}`,
      'EMPTY_DOCUMENT',
    ],
    ['an array nested deep', `[{"uri":"x","headlines":${'['.repeat(200_000)}${']'.repeat(200_000)}}]`, null],
  ])('%s: refused', (_, content, code) => {
    const outcome = () => readDocuments({ uri: '/d/a.json', bytes: Buffer.from(content) });
    if (code === null) expect(outcome()).toMatchObject([{ rejected: { code: 'UNREADABLE' } }]);
    else expect(outcome).toThrow(expect.objectContaining({ code }));
  });

  it('whatever becomes of its bytes: documents, or a reason', () => {
    const bytes = Buffer.from(JSON.stringify([VERSION_1, VERSION_2, VERSION_3]));
    fc.assert(
      fc.property(damagedBytes(bytes), (damaged) => {
        try {
          for (const item of readDocuments({ uri: '/d/a.json', bytes: damaged }, { format: 'NINJS' })) {
            expect('rejected' in item || item.article.headline.length > 0).toBe(true);
          }
        } catch (error) {
          expect(error).toBeInstanceOf(DocumentRejected);
        }
      }),
    );
  });
});
