import { describe, expect, it } from 'vitest';
import { readHtml } from '../../../src/formats/html/read-html.ts';
import type { PageParts } from '../../support/pages.ts';
import { PARAGRAPHS, pageOf } from '../../support/pages.ts';

const NOW = new Date('2026-06-01T12:00:00Z');
const URI = 'https://www.harbour-ledger.example/world/2026/05/bridge-shut';

const read = (html: string | Uint8Array, uri = URI, contentType?: string) =>
  readHtml({ uri, bytes: Buffer.from(html), ...(contentType ? { contentType } : {}) }, { now: NOW });
const article = (parts: PageParts, uri?: string) => read(pageOf(parts), uri).article;
const jsonLd = (value: unknown) => `<script type="application/ld+json">${JSON.stringify(value)}</script>`;

describe('the text of a page', () => {
  it('is what is between navigation and footer, one paragraph a line', () => {
    expect(article({}).body).toBe(PARAGRAPHS.join('\n'));
  });

  it.each([
    ['a caption', '<figure><img src="x.jpg"><figcaption>Ada Quill on Monday. Photo: Jane Roe</figcaption></figure>'],
    [
      'a box of other articles',
      '<div class="related-articles"><h3>More on this</h3><a href="/x">Port closes early</a></div>',
    ],
    [
      'a line that is a link to another article',
      '<p><a href="/x">Port of Vella closes early for the third time</a></p>',
    ],
    ['"read also"', '<p>Read also: <a href="/x">Port closes early</a></p>'],
    ['a plea for a newsletter', '<p>Sign up for our newsletter and get the news in your inbox.</p>'],
    ['an advertisement', '<p>Advertisement</p>'],
    ['a credit of a picture', '<p>Photo: Jane Roe/Getty Images</p>'],
    ['buttons to share', '<div class="share-tools"><span>Share this</span></div>'],
    ['what is hidden', '<div hidden><p>A window that opens when somebody clicks on something in the page.</p></div>'],
    ['scripts and styles', '<script>var x = "<p>not text</p>"</script><style>p { color: red }</style>'],
    ['a menu', '<aside><ul><li><a href="/a">Most read</a></li></ul></aside>'],
  ])('leaves out %s', (_, within) => {
    expect(article({ within }).body).toBe(PARAGRAPHS.join('\n'));
  });

  it.each([
    ['a heading', '<h2>Ferries</h2>', 'Ferries'],
    [
      'a list',
      '<ul><li>the old quay, at six</li><li>the new quay, at seven</li></ul>',
      'the old quay, at six\nthe new quay, at seven',
    ],
    ['a quotation', '<blockquote>We close it today.</blockquote>', 'We close it today.'],
    [
      'a link in a sentence',
      '<p>The <a href="/x">report of the divers</a> runs to forty pages.</p>',
      'The report of the divers runs to forty pages.',
    ],
  ])('keeps %s', (_, within, text) => {
    const [first, ...others] = PARAGRAPHS;
    expect(article({ within }).body).toBe([first, text, ...others].join('\n'));
  });

  it.each([
    ['the headline', '<h1>Bridge shut in Port Vella</h1>'],
    ['the byline and date', '<p>By Jane Roe</p><p>Published May 4, 2026 at 10:00 am</p>'],
  ])('does not begin with %s', (_, above) => {
    expect(article({ above, head: '<title>Bridge shut in Port Vella</title>' }).body).toBe(PARAGRAPHS.join('\n'));
  });

  it.each([
    ['who wrote it', '<p>Jane Roe is a reporter who covers the coast for the Harbour Ledger.</p>'],
    [
      'a section of other articles',
      '<h3>Related stories</h3><p><a href="/x">Port closes early for the third time this year</a></p>',
    ],
    ['tags', '<p>Tags: bridges, Port Vella</p>'],
  ])('does not end with %s', (_, below) => {
    expect(article({ below }).body).toBe(PARAGRAPHS.join('\n'));
  });

  it('is what the JSON-LD has for it, where both differ by more than the page’s furniture', () => {
    const head = jsonLd({ '@type': 'NewsArticle', articleBody: PARAGRAPHS.join('\n\n') });
    const within = `<p>${'This page is best seen with a browser of the year before the last one. '.repeat(2)}</p>`;
    expect(article({ head, within }).body).toBe(PARAGRAPHS.join('\n'));
  });

  it('is not the teaser that the JSON-LD has for it', () => {
    const head = jsonLd({ '@type': 'NewsArticle', articleBody: 'The bridge is closed.' });
    expect(article({ head }).body).toBe(PARAGRAPHS.join('\n'));
  });

  it('is the description, marked as truncated, where the page has none', () => {
    const html =
      '<html><head><meta property="og:description" content="The harbour bridge of Port Vella was closed."></head></html>';
    expect(read(html).article).toMatchObject({
      body: 'The harbour bridge of Port Vella was closed.',
      isTruncated: true,
    });
  });

  it('is nothing in a page without an article', () => {
    expect(() => read('<html><body><nav>Home</nav></body></html>')).toThrow(
      expect.objectContaining({ code: 'EMPTY_DOCUMENT' }),
    );
  });
});

describe('the charset of a page', () => {
  const windows1251 = Buffer.from([0xcc, 0xee, 0xf1, 0xf2, 0x20, 0xe7, 0xe0, 0xea, 0xf0, 0xfb, 0xf2]);
  const page = (meta: string, text: Buffer) => Buffer.concat([Buffer.from(`<html><head>${meta}</head><p>`), text]);

  it.each([
    ['the meta', page('<meta charset="windows-1251">', windows1251), undefined],
    [
      'the older meta',
      page('<meta http-equiv="Content-Type" content="text/html; charset=cp1251">', windows1251),
      undefined,
    ],
    ['the HTTP header', page('<meta charset="koi8-r">', windows1251), 'text/html; charset=windows-1251'],
    ['a byte order mark', Buffer.from('\ufeff<meta charset="koi8-r"><p>Мост закрыт', 'utf16le'), undefined],
    ['valid UTF-8, whatever is said', page('<meta charset="koi8-r">', Buffer.from('Мост закрыт')), undefined],
  ])('is told by %s', (_, bytes, contentType) => {
    expect(read(bytes, URI, contentType)).toMatchObject({ article: { body: 'Мост закрыт' }, problems: [] });
  });

  it('is guessed where nothing tells it, and that is a problem', () => {
    const text = Buffer.from(Array.from({ length: 40 }, () => [...windows1251, 0x2e, 0x20]).flat());
    const { article: found, problems } = read(page('', text));
    expect(found.body).toContain('Мост закрыт');
    expect(problems).toMatchObject([{ code: 'CHARSET_GUESSED' }]);
  });
});

describe('the metadata of a page', () => {
  it.each([
    [
      'JSON-LD',
      jsonLd({ '@type': 'NewsArticle', headline: 'Bridge shut', datePublished: '2026-05-04T10:00:00+02:00' }),
    ],
    [
      'JSON-LD in @graph',
      jsonLd({
        '@graph': [
          { '@type': 'WebSite', name: 'x' },
          { '@type': ['ReportageNewsArticle'], headline: 'Bridge shut', datePublished: '2026-05-04T08:00:00Z' },
        ],
      }),
    ],
    [
      'Open Graph',
      '<meta property="og:title" content="Bridge shut"><meta property="article:published_time" content="2026-05-04T08:00:00Z">',
    ],
    [
      'Dublin Core',
      '<meta name="DC.title" content="Bridge shut"><meta name="DC.date.issued" content="2026-05-04T08:00:00Z">',
    ],
  ])('is read from %s', (_, head) => {
    expect(article({ head })).toMatchObject({
      headline: 'Bridge shut',
      headlineBasis: 'METADATA',
      datePublished: new Date('2026-05-04T08:00:00Z'),
      datePublishedPrecision: 'SECOND',
      datePublishedBasis: 'METADATA',
    });
  });

  it('is read from what the page prints', () => {
    const above =
      '<h1>Bridge shut in Port Vella</h1><span class="byline">By Jane Roe and John Doe</span><time datetime="2026-05-04T10:00+02:00">today</time>';
    expect(article({ above })).toMatchObject({
      headline: 'Bridge shut in Port Vella',
      headlineBasis: 'STATED',
      datePublished: new Date('2026-05-04T08:00:00Z'),
      datePublishedPrecision: 'MINUTE',
      datePublishedBasis: 'STATED',
      byline: 'Jane Roe and John Doe',
      authors: ['Jane Roe', 'John Doe'],
    });
  });

  it('is read from microdata', () => {
    const above =
      '<span itemprop="headline">Bridge shut</span><span itemprop="author">Jane Roe</span><meta itemprop="datePublished" content="2026-05-04">';
    expect(article({ above })).toMatchObject({
      headline: 'Bridge shut',
      authors: ['Jane Roe'],
      datePublished: new Date('2026-05-04'),
      datePublishedPrecision: 'DAY',
    });
  });

  it.each([
    ['Bridge shut in Port Vella | Harbour Ledger'],
    ['Bridge shut in Port Vella - World - The Harbour Ledger'],
    ['Harbour Ledger: Bridge shut in Port Vella'],
  ])('has the title without the name of the site: %s', (title) => {
    const head = `<title>${title}</title><meta property="og:site_name" content="Harbour Ledger"><meta property="og:title" content="Bridge shut in Port Vella">`;
    expect(article({ head }).headline).toBe('Bridge shut in Port Vella');
  });

  it('takes no heading that has nothing to do with the other titles', () => {
    const head = '<meta property="og:title" content="Bridge shut in Port Vella">';
    expect(article({ head, above: '<h1>The Harbour Ledger</h1>' }).headline).toBe('Bridge shut in Port Vella');
  });

  it('has authors, section, publisher, picture and modification from JSON-LD, references resolved', () => {
    const head = jsonLd({
      '@graph': [
        { '@id': '#jane', '@type': 'Person', name: 'Jane Roe' },
        { '@id': '#org', '@type': 'NewsMediaOrganization', name: 'The Harbour Ledger' },
        {
          '@type': 'NewsArticle',
          headline: 'Bridge shut',
          author: [{ '@id': '#jane' }, { '@type': 'Organization', name: 'Harbour Wire' }],
          publisher: { '@id': '#org' },
          articleSection: ['World', 'Ports'],
          dateModified: '2026-05-05T08:00:00Z',
          image: [{ '@type': 'ImageObject', url: 'https://img.example/1.jpg' }],
        },
      ],
    });
    expect(article({ head })).toMatchObject({
      byline: 'Jane Roe, Harbour Wire',
      authors: ['Jane Roe'],
      articleSection: 'World',
      publisher: { name: 'The Harbour Ledger', domain: 'harbour-ledger.example', kind: 'NEWS_OUTLET' },
      dateModified: new Date('2026-05-05T08:00:00Z'),
      image: 'https://img.example/1.jpg',
    });
  });

  it.each([
    ['of the same site', '/world/bridge?page=1', 'https://www.harbour-ledger.example/world/bridge?page=1'],
    ['of another site', 'https://other.example/world/bridge', URI],
    ['that is the front page', 'https://www.harbour-ledger.example/', URI],
    ['that is none', 'javascript:x', URI],
  ])('goes by a canonical link %s as it should', (_, href, url) => {
    expect(article({ head: `<link rel="canonical" href="${href}">` }).url).toBe(url);
  });

  it('has the canonical link of a page that was read from a file', () => {
    const head = '<link rel="canonical" href="https://www.harbour-ledger.example/a">';
    expect(article({ head }, '/pages/a.html').url).toBe('https://www.harbour-ledger.example/a');
  });

  it.each([
    ['in the future', '2027-05-04T08:00:00Z'],
    ['before 1600', '0001-01-01T00:00:00Z'],
  ])('takes a date %s for a problem, and the next place’s for the fact', (_, date) => {
    const head = `${jsonLd({ '@type': 'NewsArticle', datePublished: date })}<meta name="date" content="2026-05-04">`;
    expect(read(pageOf({ head }))).toMatchObject({
      article: { datePublished: new Date('2026-05-04') },
      problems: [{ code: 'DATE_INVALID', message: expect.stringContaining(date) }],
    });
  });

  it('survives JSON-LD that is broken', () => {
    const head =
      '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Bridge\nshut",}</script><script type="application/ld+json">{{{</script>';
    expect(article({ head }).headline).toBe('Bridge shut');
  });
});

describe('the provenance of a field', () => {
  const provenanceOf = (parts: PageParts, field: string) =>
    article(parts).provenance.find((provenance) => provenance.field === field);

  it('lists what every place says, and which was taken', () => {
    const head = `${jsonLd({ '@type': 'NewsArticle', datePublished: '2026-05-04T10:00:00+02:00' })}<meta name="date" content="2026-05-03 09:30">`;
    expect(provenanceOf({ head }, 'DATE_PUBLISHED')).toEqual({
      field: 'DATE_PUBLISHED',
      rule: 'TRUSTED',
      candidates: [
        {
          value: '2026-05-04T10:00:00+02:00',
          origin: 'JSON_LD',
          place: 'datePublished',
          isChosen: true,
          precision: 'SECOND',
          zone: 'STATED',
        },
        {
          value: '2026-05-03 09:30',
          origin: 'META',
          place: 'date',
          isChosen: false,
          precision: 'MINUTE',
          zone: 'PUBLISHER',
        },
        { value: '2026-05', origin: 'URL', place: null, isChosen: false, precision: 'MONTH', zone: null },
      ],
    });
  });

  it('says where a zone was assumed', () => {
    expect(provenanceOf({ head: '<meta name="date" content="2026-05-03 09:30">' }, 'DATE_PUBLISHED')).toMatchObject({
      candidates: [{ isChosen: true, zone: 'ASSUMED' }, { origin: 'URL' }],
    });
  });

  it('says when places agree', () => {
    const head = '<meta property="og:title" content="Bridge shut"><title>Bridge shut – Harbour Ledger</title>';
    expect(provenanceOf({ head }, 'HEADLINE')).toMatchObject({ rule: 'AGREED' });
  });

  it('has no rule for a field that no place gives', () => {
    expect(provenanceOf({}, 'BYLINE')).toEqual({ field: 'BYLINE', rule: null, candidates: [] });
  });

  it('tells of every field', () => {
    expect(article({}).provenance.map(({ field }) => field)).toEqual([
      'HEADLINE',
      'DATE_PUBLISHED',
      'DATE_MODIFIED',
      'BYLINE',
      'SECTION',
      'PUBLISHER',
      'LANGUAGE',
    ]);
  });
});
