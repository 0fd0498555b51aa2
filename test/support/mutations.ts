import { gzipSync } from 'node:zlib';
import { warcOf, zipOf } from './containers.ts';
import { pageOf } from './pages.ts';

/** An input under the name that it has. */
export interface Sample {
  readonly uri: string;
  readonly bytes: Uint8Array;
}

const PROSE =
  '“The bridge is shut,” Ada Quill told the Vella Press in Port Vella on Tuesday. Nobody was hurt, police said.';
const NINJS = {
  uri: 'urn:ledger.example:1',
  firstCreated: '2024-03-01T08:30:00+01:00',
  versionCreated: '2024-03-02T10:00:00Z',
  pubStatus: 'usable',
  by: 'By Ada Quill',
  infoSources: [{ name: 'Vella Press', role: 'publisher' }],
  headlines: [{ role: 'main', value: 'Bridge shut in Port Vella' }],
  bodies: [{ contentType: 'text/html', value: `<p>${PROSE}</p><p>It may open in spring.</p>` }],
};
const JSON_LD = {
  '@context': 'https://schema.org',
  '@graph': [
    { '@id': '#ada', '@type': 'Person', name: 'Ada Quill' },
    {
      '@type': 'NewsArticle',
      url: 'https://ledger.example/2024/03/02/bridge-shut',
      headline: 'Bridge shut in Port Vella',
      datePublished: '2024-03-02T10:00:00Z',
      author: { '@id': '#ada' },
      articleBody: PROSE,
    },
  ],
};
const RSS = `<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Ledger</title><link>https://ledger.example/</link><language>en-gb</language><item><title>Bridge &amp; road shut</title><link>https://ledger.example/a</link><pubDate>Sat, 02 Mar 2024 10:00:00 GMT</pubDate><description>${PROSE}</description><content:encoded><![CDATA[<p>${PROSE}</p><p>It may open.</p>]]></content:encoded></item></channel></rss>`;
const ATOM = `<feed xmlns="http://www.w3.org/2005/Atom"><title>Ledger</title><entry><id>tag:ledger.example,2024:1</id><title>Bridge shut</title><link href="https://ledger.example/b"/><updated>2024-03-02T12:00:00Z</updated><content type="html">&lt;p&gt;${PROSE}&lt;/p&gt;</content></entry></feed>`;
const JSON_FEED = {
  version: 'https://jsonfeed.org/version/1.1',
  title: 'Ledger',
  items: [{ id: '1', url: 'https://ledger.example/c', title: 'Bridge shut', content_text: PROSE }],
};
const TEXT = `Bridge shut in Port Vella\nBy Ada Quill\nMarch 2, 2024\n\nPORT VELLA, March 2 — ${PROSE}\nIt may open in spring.\n(Reporting by Ada Quill)\nLink : https://ledger.example/d\n`;
const PAGE = pageOf({
  head: `<title>Bridge shut | Ledger</title><meta property="og:title" content="Bridge shut"><script type="application/ld+json">${JSON.stringify(JSON_LD)}</script>`,
});

const lines = [NINJS, JSON_LD, JSON_FEED, { url: 'https://ledger.example/e', html: PAGE }, { id: 1, text: TEXT }]
  .map((line) => `${JSON.stringify(line)}\n`)
  .join('');
const records = warcOf([
  { type: 'warcinfo', id: 'i', body: 'software: x' },
  {
    type: 'response',
    id: 'r1',
    url: 'https://ledger.example/f',
    http: 'HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8',
    body: PAGE,
  },
  {
    type: 'response',
    id: 'r2',
    url: 'https://ledger.example/g',
    http: 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked',
    body: gzipSync(PAGE),
  },
]);
const archive = zipOf({
  'page.html': PAGE,
  'news/items.json': JSON.stringify([NINJS, { ...NINJS, uri: 'urn:2' }]),
  'lines.jsonl.gz': gzipSync(lines),
  'crawl.warc': Buffer.concat(records),
  'feed.xml': RSS,
  'a.txt': TEXT,
});

/** One of every format and container, whole. */
export const SAMPLES: readonly Sample[] = [
  ['/in/a.txt', TEXT],
  ['/in/page.html', PAGE],
  ['/in/article.jsonld', JSON.stringify(JSON_LD)],
  ['/in/item.json', JSON.stringify(NINJS)],
  ['/in/items.json', JSON.stringify([NINJS, { ...NINJS, uri: 'urn:2', pubStatus: 'canceled' }])],
  ['/in/feed.xml', RSS],
  ['/in/atom.xml', ATOM],
  ['/in/feed.json', JSON.stringify(JSON_FEED)],
  ['/in/lines.jsonl', lines],
  ['/in/page.html.gz', gzipSync(PAGE)],
  ['/in/lines.jsonl.gz', gzipSync(lines)],
  ['/in/crawl.warc', Buffer.concat(records)],
  ['/in/crawl.warc.gz', Buffer.concat(records.map((record) => gzipSync(record)))],
  ['/in/archive.zip', archive],
  ['/in/archives.zip', zipOf({ 'inner.zip': archive, 'a.txt.gz': gzipSync(TEXT) })],
].map(([uri = '', content = '']) => ({ uri: String(uri), bytes: Buffer.from(content) }));

type Random = (end: number) => number;

/** What harms bytes of any format. */
const DAMAGES: readonly ((bytes: Buffer, random: Random) => Buffer)[] = [
  function flipBits(bytes, random) {
    const damaged = Buffer.from(bytes);
    for (let n = 1 + random(20); n > 0 && damaged.length > 0; n--) {
      const at = random(damaged.length);
      damaged.writeUInt8(damaged.readUInt8(at) ^ (1 << random(8)), at);
    }
    return damaged;
  },
  (bytes, random) => bytes.subarray(0, random(bytes.length + 1)),
  (bytes, random) => bytes.subarray(random(bytes.length + 1)),
  function repeatPart(bytes, random) {
    const [from, to] = [random(bytes.length + 1), random(bytes.length + 1)].sort((a, b) => a - b);
    const part = bytes.subarray(from, to);
    return Buffer.concat([
      bytes.subarray(0, to),
      ...Array.from({ length: 1 + random(50) }, () => part),
      bytes.subarray(to),
    ]);
  },
  function insertToken(bytes, random) {
    const at = random(bytes.length + 1);
    const token = TOKENS[random(TOKENS.length)] ?? '';
    const times = 10 ** random(5);
    return Buffer.concat([bytes.subarray(0, at), Buffer.from(token.repeat(times)), bytes.subarray(at)]);
  },
  function exchangeParts(bytes, random) {
    const [a = 0, b = 0, c = 0] = [0, 0, 0].map(() => random(bytes.length + 1)).sort((x, y) => x - y);
    return Buffer.concat([bytes.subarray(0, a), bytes.subarray(b, c), bytes.subarray(a, b), bytes.subarray(c)]);
  },
];

const TOKENS = [
  '<div>',
  '</p>',
  '<p>',
  '<!--',
  '-->',
  '<![CDATA[',
  ']]>',
  '&amp;',
  '&#xD800;',
  '&#0;',
  '<item>',
  '{"a":',
  '[',
  ']}',
  '"',
  '\\u0000',
  '\\ud800',
  '\n',
  '\r\n\r\n',
  'WARC/1.0\r\n',
  'PK\x03\x04',
  '\x1f\x8b\x08',
  '\0',
  '\x1b$B',
  '“',
  '\u2028',
  '\ufeff',
  ' - ',
  '; ',
  ' by ',
  '2024-03-02 ',
  '<!ENTITY a "&b;">',
  '../',
];

/** A sample with one or several things done to it that nobody should do. */
export function mutated({ uri, bytes }: Sample, random: Random): Sample {
  let damaged: Buffer = Buffer.from(bytes);
  for (let n = 1 + random(3); n > 0; n--) {
    const damage = DAMAGES[random(DAMAGES.length)];
    // Several repetitions of repetitions would measure the length alone.
    if (damage && damaged.length < 2_000_000) damaged = damage(damaged, random);
  }
  const packing = random(10);
  if (packing === 0) return { uri: `${uri}.gz`, bytes: gzipSync(damaged) };
  if (packing === 1) return { uri: '/in/of.zip', bytes: zipOf({ [uri.slice(1)]: damaged, '../../etc/out.txt': TEXT }) };
  return { uri, bytes: damaged };
}

const entities = (names: number) =>
  Array.from({ length: names }, (_, i) => `<!ENTITY e${i + 1} "${`&e${i};`.repeat(10)}">`).join('');
const blanks = Buffer.alloc(16 * 1_048_576, 0x20);
/** Packed blanks, member after member, so that nobody needs the memory to make them. */
const packedBlanks = (megabytes: number) => {
  const member = gzipSync(blanks);
  return Buffer.concat(Array.from({ length: megabytes / 16 }, () => member));
};
const nested = (open: string, close: string, times = 1_000_000) => `${open.repeat(times)}${close.repeat(times)}`;
const long = 'x'.repeat(10_000_000);

/** Inputs that are made to do harm, by what they do. Made when asked for: together they take gigabytes. */
export const BOMBS: ReadonlyMap<string, () => Sample> = new Map<string, () => Sample>(
  (
    [
      ['gzip that unfolds to 1 GB', '/b/bomb.gz', () => packedBlanks(1_024)],
      ['gzip in gzip in gzip', '/b/bomb.txt.gz', () => gzipSync(gzipSync(packedBlanks(512)))],
      [
        'gzip five deep',
        '/b/a.gz',
        () => [1, 2, 3, 4, 5].reduce<Buffer>((inner) => gzipSync(inner), Buffer.from(TEXT)),
      ],
      [
        'zip of a hundred files of 16 MB',
        '/b/bomb.zip',
        () => zipOf(Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`${i}.txt`, blanks]))),
      ],
      [
        'zip in zip in zip in zip in zip',
        '/b/deep.zip',
        () => [1, 2, 3, 4, 5].reduce<Buffer>((inner) => zipOf({ 'in.zip': inner }), zipOf({ 'a.txt': TEXT })),
      ],
      [
        'zip whose names lead out',
        '/b/out.zip',
        () => zipOf({ '../../etc/a.txt': TEXT, '/etc/b.txt': TEXT, 'C:\\c.txt': TEXT, 'ok/../../d.txt': TEXT }),
      ],
      [
        'zip of ten thousand empty files',
        '/b/many.zip',
        () => zipOf(Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`${i}.txt`, '']))),
      ],
      [
        'entities that unfold, in a feed',
        '/b/lol.xml',
        () =>
          `<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e0 "ha">${entities(10)}]><rss version="2.0"><channel><title>&e10;</title><item><title>&e10;</title></item></channel></rss>`,
      ],
      [
        'entities that unfold, in a page',
        '/b/lol.html',
        () => `<!DOCTYPE html [<!ENTITY e0 "ha">${entities(10)}]><p>${PROSE}</p><p>&e10;</p>`,
      ],
      [
        'an entity from elsewhere',
        '/b/xxe.xml',
        () =>
          '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel><title>&x;</title><item><title>&x;</title></item></channel></rss>',
      ],
      [
        'elements nested a million deep, in a page',
        '/b/deep.html',
        () => `<p>${PROSE}</p>${nested('<div>', '</div>')}`,
      ],
      [
        'elements nested a million deep, in a feed',
        '/b/deep.xml',
        () => `<rss version="2.0"><channel>${nested('<a>', '</a>')}<item><title>t</title></item></channel></rss>`,
      ],
      [
        'markup nested a million deep, in an item',
        '/b/deep-item.xml',
        () =>
          `<rss version="2.0"><channel><item><title>t</title><description><![CDATA[${nested('<b>', '</b>', 500_000)}]]></description></item></channel></rss>`,
      ],
      [
        'lists nested a million deep, in ninjs',
        '/b/deep.json',
        () => `{"uri":"x","pubstatus":"usable","headlines":${nested('[', ']')}}`,
      ],
      [
        'lists nested a million deep, in JSON-LD',
        '/b/deep.jsonld',
        () => `{"@type":"NewsArticle","articleBody":"x","author":${nested('[', ']')}}`,
      ],
      [
        'objects nested deep, in JSON-LD',
        '/b/objects.jsonld',
        () =>
          `{"@type":"NewsArticle","articleBody":"x","author":${'{"author":'.repeat(300_000)}1${'}'.repeat(300_000)}}`,
      ],
      ['lists nested deep, in a line', '/b/deep.jsonl', () => `{"id":1,"text":"A."}\n{"a":${nested('[', ']')}}\n`],
      ['an attribute of 10 MB', '/b/long.html', () => `<p title="${long}">${PROSE}</p>`],
      ['an attribute of 4 MB', '/b/long4.html', () => `<p title="${long.slice(0, 4_000_000)}">${PROSE}</p>`],
      [
        'an attribute of 10 MB, in a feed',
        '/b/long.xml',
        () => `<rss version="2.0" a="${long}"><channel><item><title>t</title></item></channel></rss>`,
      ],
      [
        'an attribute of 4 MB, in a feed',
        '/b/long4.xml',
        () =>
          `<rss version="2.0" a="${long.slice(0, 4_000_000)}"><channel><item><title>t</title></item></channel></rss>`,
      ],
      [
        'a title of separators',
        '/b/title.html',
        () => `<title>${'a - '.repeat(300_000)}</title><h1>a</h1><p>${PROSE}</p>`,
      ],
      [
        'a title of separators, in a feed',
        '/b/title.xml',
        () => `<rss version="2.0"><channel><item><title>${'a - '.repeat(1_000_000)}</title></item></channel></rss>`,
      ],
      [
        'a headline of separators, in ninjs',
        '/b/title.json',
        () => JSON.stringify({ ...NINJS, title: 'a', headlines: [{ value: 'a | '.repeat(1_000_000) }] }),
      ],
      [
        'a byline of a million names',
        '/b/by.json',
        () => JSON.stringify({ ...NINJS, by: 'Ada Quill and '.repeat(300_000) }),
      ],
      [
        'ten thousand authors, in JSON-LD',
        '/b/authors.jsonld',
        () =>
          JSON.stringify({
            '@type': 'NewsArticle',
            articleBody: PROSE,
            author: Array.from({ length: 10_000 }, (_, i) => ({ name: `Ada Quill${i}` })),
          }),
      ],
      [
        'ten thousand candidates for a date',
        '/b/dates.html',
        () => `${'<meta name="date" content="2024-03-02">'.repeat(10_000)}<p>${PROSE}</p>`,
      ],
      [
        'a name that goes on and on, in JSON-LD',
        '/b/name.jsonld',
        () => `{"@type":"NewsArticle${'; '.repeat(500_000)}":1}`,
      ],
      [
        'an author of handles, in JSON-LD',
        '/b/handles.jsonld',
        () => JSON.stringify({ '@type': 'NewsArticle', articleBody: PROSE, author: 's:@h'.repeat(250_000) }),
      ],
      [
        'a code that ends in a colon, in ninjs',
        '/b/code.json',
        () => JSON.stringify({ ...NINJS, genres: [{ name: 'x', code: `${'a'.repeat(1_000_000)}:` }] }),
      ],
      [
        'a name of an archive that goes on and on',
        `/b/${'g'.repeat(60_000)}.zip`,
        () => zipOf({ [`${'g'.repeat(60_000)}.gz`]: gzipSync(Buffer.from(TEXT)) }),
      ],
      [
        'a million spaces in a date',
        '/b/date.json',
        () =>
          JSON.stringify({ ...NINJS, firstCreated: `2024${' '.repeat(1_000_000)}x`, language: 'e'.repeat(1_000_000) }),
      ],
      [
        'ten thousand items, in a feed',
        '/b/items.xml',
        () =>
          `<rss version="2.0"><channel>${'<item><title>t</title><description>A bridge is shut.</description></item>'.repeat(10_000)}</channel></rss>`,
      ],
      [
        'a line of 20 MB',
        '/b/line.jsonl',
        () => `{"id":1,"text":"A."}\n{"id":2,"text":"${long}${long}"}\n{"id":3,"text":"B."}\n`,
      ],
      [
        'a million empty lines',
        '/b/empty.jsonl',
        () => `{"id":1,"text":"A."}\n{"id":2,"text":"A."}${'\n'.repeat(1_000_000)}`,
      ],
      ['a million headers, in WARC', '/b/headers.warc', () => `WARC/1.0\r\n${'a: b\r\n'.repeat(1_000_000)}\r\n`],
      [
        'a record that says it is endless',
        '/b/endless.warc',
        () =>
          'WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\nContent-Length: 9007199254740991\r\n\r\nx',
      ],
      [
        'a million chunks, in WARC',
        '/b/chunks.warc',
        () =>
          Buffer.concat(
            warcOf([
              {
                type: 'response',
                id: 'c',
                url: 'https://ledger.example/h',
                http: 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked',
                body: '1\r\na\r\n'.repeat(1_000_000),
              },
            ]),
          ),
      ],
      [
        'a packed page that unfolds to 1 GB, in WARC',
        '/b/page.warc',
        () =>
          Buffer.concat(
            warcOf([
              {
                type: 'response',
                id: 'z',
                url: 'https://ledger.example/z',
                http: 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip',
                body: packedBlanks(1_024),
              },
            ]),
          ),
      ],
      ['one word of 4 MB', '/b/word.txt', () => long.slice(0, 4_000_000)],
      ['2 MB of quotation marks', '/b/marks.txt', () => '“ ” " ‘a '.repeat(150_000)],
      ['a million short lines', '/b/lines.txt', () => 'By A\n'.repeat(800_000)],
    ] as const
  ).map(([name, uri, make]) => [name, () => ({ uri, bytes: Buffer.from(make()) })]),
);
