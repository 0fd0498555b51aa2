import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Document } from '../../../src/domain/document.ts';
import { DocumentRejected } from '../../../src/domain/problem.ts';
import { readDocuments } from '../../../src/formats/read-document.ts';
import { damagedBytes } from '../../support/damaged-bytes.ts';

const RSS_2 = `<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Harbour Ledger</title><link>https://ledger.example/</link><language>en-gb</language>
<item>
  <title>Bridge &amp;amp; road shut</title><link>/world/bridge-shut?utm_source=rss</link><guid isPermaLink="false">story-1</guid>
  <pubDate>Sat, 02 Mar 2024 10:00:00 GMT</pubDate><dc:creator>Ada Quill</dc:creator>
  <description>The bridge is shut.</description>
  <content:encoded><![CDATA[<p>The bridge is <b>shut</b>.</p><script>alert(1)</script><p>The mayor said it would open again in spring.</p>]]></content:encoded>
</item>
<item><title>Mayor speaks</title><link>https://ledger.example/mayor</link><description>&lt;p&gt;The mayor spoke to the people of Port Vella.&lt;/p&gt;</description></item>
<item><title>Nothing but a title</title><guid>https://ledger.example/title</guid></item>
<item><pubDate>Sat, 02 Mar 2024 10:00:00 GMT</pubDate></item>
</channel></rss>`;

const ATOM = `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Ledger</title>
<link rel="alternate" href="https://ledger.example/"/>
<entry><id>tag:ledger.example,2024:1</id><title type="html">Bridge &lt;i&gt;shut&lt;/i&gt;</title>
<link href="https://ledger.example/a"/><link rel="edit" href="https://ledger.example/edit"/>
<published>2024-03-02T10:00:00+01:00</published><updated>2024-03-02T12:00:00Z</updated><author><name>Ada Quill</name></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>The bridge is shut.</p><p>It may open.</p></div></content></entry></feed>`;

const RDF = `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://ledger.example/"><title>Ledger</title><link>https://ledger.example/</link></channel>
<item rdf:about="https://ledger.example/a"><title>Bridge shut</title><link>https://ledger.example/a</link>
<description>The bridge is shut.</description><dc:date>2024-03-02</dc:date></item></rdf:RDF>`;

const RSS_091 = `<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">
<rss version="0.91"><channel><title>Ledger</title><link>https://ledger.example/</link>
<item><title>Bridge shut</title><link>https://ledger.example/a</link><description>The bridge is shut.</description></item></channel></rss>`;

const JSON_FEED = JSON.stringify({
  version: 'https://jsonfeed.org/version/1.1',
  title: 'Ledger',
  home_page_url: 'https://ledger.example/',
  items: [
    {
      id: '1',
      url: 'https://ledger.example/a',
      title: 'Bridge shut',
      content_text: 'The bridge is shut.\n\nIt may open.',
      date_published: '2024-03-02T10:00:00Z',
    },
    { id: '2', url: 'https://ledger.example/b', title: 'Short', content_html: '<p>The first words of it …</p>' },
  ],
});

const read = (text: string | Uint8Array, uri = 'https://ledger.example/feed') =>
  readDocuments({ uri, bytes: Buffer.from(text) });

describe('feeds', () => {
  it('RSS 2.0: content before summary before title, each item for itself', () => {
    const items = read(RSS_2);
    expect(items).toMatchObject([
      {
        uri: 'https://ledger.example/feed#story-1',
        format: 'FEED',
        article: {
          headline: 'Bridge & road shut',
          headlineBasis: 'FEED',
          body: 'The bridge is shut.\nThe mayor said it would open again in spring.',
          url: 'https://ledger.example/world/bridge-shut',
          datePublished: new Date('2024-03-02T10:00:00Z'),
          datePublishedPrecision: 'SECOND',
          datePublishedBasis: 'FEED',
          inLanguage: 'en-GB',
          articleSection: 'world',
          byline: 'Ada Quill',
          authors: ['Ada Quill'],
          isTruncated: false,
          publisher: { domain: 'ledger.example' },
        },
      },
      { article: { body: 'The mayor spoke to the people of Port Vella.', isTruncated: true, datePublished: null } },
      {
        uri: 'https://ledger.example/feed#https://ledger.example/title',
        article: {
          headline: 'Nothing but a title',
          body: 'Nothing but a title',
          url: 'https://ledger.example/title',
          isTruncated: true,
        },
      },
      { uri: 'https://ledger.example/feed#4', rejected: { code: 'EMPTY_DOCUMENT' } },
    ]);
  });

  it.each([
    [
      'Atom',
      ATOM,
      {
        headline: 'Bridge shut',
        body: 'The bridge is shut.\nIt may open.',
        isTruncated: false,
        datePublished: new Date('2024-03-02T09:00:00Z'),
        dateModified: new Date('2024-03-02T12:00:00Z'),
        authors: ['Ada Quill'],
      },
    ],
    [
      'RSS 1.0',
      RDF,
      { headline: 'Bridge shut', body: 'The bridge is shut.', isTruncated: true, datePublishedPrecision: 'DAY' },
    ],
    ['RSS 0.91', RSS_091, { headline: 'Bridge shut', body: 'The bridge is shut.', isTruncated: true }],
    [
      'JSON Feed',
      JSON_FEED,
      { headline: 'Bridge shut', body: 'The bridge is shut.\nIt may open.', isTruncated: false },
    ],
  ])('%s', (_, feed, article) => {
    expect(read(feed)[0]).toMatchObject({ article: { url: 'https://ledger.example/a', ...article } });
  });

  it('says where each field of an item comes from', () => {
    const [item] = read(RSS_2.replace('<description>', '<category>Ports</category><description>'));
    expect(item && 'article' in item && item.article.provenance).toMatchObject([
      { field: 'HEADLINE', candidates: [{ origin: 'FEED', place: 'title', isChosen: true }, {}, {}] },
      {
        field: 'DATE_PUBLISHED',
        rule: 'ONLY',
        candidates: [{ origin: 'FEED', place: 'date_published', zone: 'STATED' }],
      },
      { field: 'DATE_MODIFIED', rule: null, candidates: [] },
      { field: 'BYLINE', rule: 'ONLY', candidates: [{ value: 'Ada Quill', origin: 'FEED' }] },
      {
        field: 'SECTION',
        candidates: [
          { value: 'world', origin: 'URL', isChosen: true },
          { value: 'Ports', origin: 'FEED', place: 'tags' },
        ],
      },
      { field: 'PUBLISHER', rule: 'ONLY', candidates: [{ value: 'ledger', origin: 'URL' }] },
      { field: 'LANGUAGE', candidates: [{ value: 'en-gb', origin: 'FEED', isChosen: true }, { origin: 'DETECTION' }] },
    ]);
  });

  it('a text that clearly is in another language than software says has that of the text', () => {
    const french =
      'Le pont est fermé depuis mardi, a dit le maire, et personne ne sait quand il sera ouvert à nouveau.';
    expect(read(RSS_2.replace('The bridge is <b>shut</b>.', french.repeat(3)))[0]).toMatchObject({
      article: { inLanguage: 'fr' },
    });
  });

  it('content that says that it goes on elsewhere is truncated', () => {
    expect(read(JSON_FEED)[1]).toMatchObject({ article: { isTruncated: true } });
  });

  it('the encoding that XML declares is the one it is read in', () => {
    const text =
      '<?xml version="1.0" encoding="ENC"?><rss version="2.0"><channel><title>x</title><item><title>TITLE</title></item></channel></rss>';
    const titleIn = (encoding: string, title: Uint8Array) => {
      const [before, after] = text.replace('ENC', encoding).split('TITLE');
      const [item] = read(Buffer.concat([Buffer.from(before ?? ''), title, Buffer.from(after ?? '')]));
      return item && 'article' in item && [item.article.headline, item.problems.length];
    };
    expect(titleIn('windows-1251', Buffer.from([0xcc, 0xee, 0xf1, 0xf2]))).toEqual(['Мост', 0]);
    expect(titleIn('ISO-8859-1', Buffer.from([0x50, 0xf4]))).toEqual(['Pô', 0]);
    expect(titleIn('no-such', Buffer.from([0x50, 0xf4]))).toEqual(['Pô', 1]);
  });

  it.each([RSS_2, ATOM, RDF, RSS_091, JSON_FEED])(
    'an item reads the same from what is kept of it (feed %#)',
    (feed) => {
      for (const item of read(feed)) {
        if ('rejected' in item) continue;
        const [again] = readDocuments({ uri: item.uri, bytes: Buffer.from(item.content) }, { format: 'FEED' });
        expect({ ...again, content: null, sha256: null }).toEqual({ ...item, content: null, sha256: null });
      }
    },
  );

  it('a change of one item changes no other', () => {
    const hashes = (feed: string) => read(feed).map((item) => (item as Document).sha256);
    const [first, second] = hashes(RSS_2);
    const [changed, same] = hashes(RSS_2.replace('spring', 'autumn').replace('Harbour Ledger', 'The Ledger'));
    expect([changed === first, same === second]).toEqual([false, true]);
  });

  const lolz = (entities: string, title: string) =>
    `<?xml version="1.0"?><!DOCTYPE r [${entities}]><rss version="2.0"><channel><title>x</title><item><title>${title}</title></item></channel></rss>`;
  it.each([
    [
      'entities that unfold',
      lolz('<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c "&b;&b;&b;">', '&c;'),
      'UNREADABLE',
    ],
    ['an entity from elsewhere', lolz('<!ENTITY x SYSTEM "file:///etc/hostname">', '&x;'), 'UNREADABLE'],
    ['elements nested deep', `<rss version="2.0"><channel>${'<a>'.repeat(100_000)}`, 'UNREADABLE'],
    ['a feed that is cut off', RSS_2.slice(0, 300), 'UNREADABLE'],
    ['a feed without items', '<rss version="2.0"><channel><title>x</title></channel></rss>', 'EMPTY_DOCUMENT'],
  ])('%s: refused', (_, feed, code) => {
    expect(() => read(feed)).toThrow(expect.objectContaining({ code }));
  });

  it('an item nested deep is read, and no tag of it is text', () => {
    const feed = `<rss version="2.0"><channel><title>x</title><item><title>t</title><description><![CDATA[${'<b>'.repeat(100_000)}deep]]></description></item></channel></rss>`;
    expect(read(feed)).toMatchObject([{ article: { body: 'deep' } }]);
  });

  it('whatever becomes of its bytes: items, or a reason', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(RSS_2, ATOM, RDF, JSON_FEED).chain((feed) => damagedBytes(Buffer.from(feed))),
        (bytes) => {
          try {
            for (const item of readDocuments({ uri: '/feed', bytes }, { format: 'FEED' })) {
              expect('rejected' in item || item.article.body.length > 0).toBe(true);
            }
          } catch (error) {
            expect(error).toBeInstanceOf(DocumentRejected);
          }
        },
      ),
    );
  });
});
