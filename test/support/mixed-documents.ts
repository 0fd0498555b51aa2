import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { warcOf, zipOf } from './containers.ts';

/** Stories of a round. */
const STORIES = 37;
/** What they are told in: every format and container, an article in several documents, one address twice, copies, and what cannot be read. */
const DOCUMENTS = 48;

const PEOPLE = ['Ada Quill', 'Tom Tull', 'Wren Tolliver', 'Ruth Mabey', 'Jo Marsh', 'Clara Fenby', 'Hugo Lomer'];
const TOWNS = ['Paris', 'Lagos', 'Lima', 'Oslo', 'Toronto', 'Nairobi'];
const BODIES = ['Harbour Ledger', 'Reuters', 'Vella Port Authority', 'Transport Ministry', 'Bank of Norway'];
const THINGS = ['bridge', 'ferry', 'tunnel', 'tram line', 'pier', 'lock', 'quay'];

interface Story {
  readonly url: string;
  readonly headline: string;
  readonly date: string;
  readonly paragraphs: readonly string[];
}

function story(n: number): Story {
  const of = (list: readonly string[], step: number) => list[(n * step + Math.floor(n / 7)) % list.length] ?? '';
  const [a, b, town, body, thing] = [of(PEOPLE, 1), of(PEOPLE, 3), of(TOWNS, 1), of(BODIES, 1), of(THINGS, 5)];
  return {
    url: `https://ledger.example/2026/10/${n}/${thing.replaceAll(' ', '-')}`,
    headline: `${town} shuts ${thing} ${n}`,
    date: new Date(Date.UTC(2026, 9, 1 + (n % 28), n % 24)).toISOString(),
    paragraphs: [
      `The ${thing} of ${town} was shut for ${n + 2} days on Monday, according to ${body}, after divers saw ${n * 3 + 1} cracks in it.`,
      `“The ${thing} will hold for ${n} more winters,” ${a} told ${body} in ${town}. “We counted ${n * 7} cars an hour.”`,
      `${b} said that number ${n} on the list of repairs would cost ${n * 11} million euros, and that ${a} knew it.`,
    ],
  };
}

const textOf = ({ headline, paragraphs, url }: Story) => `${headline}\n\n${paragraphs.join('\n')}\nLink : ${url}\n`;
const htmlOf = ({ headline, paragraphs, date, url }: Story) =>
  `<!DOCTYPE html><html lang="en"><head><title>${headline}</title><link rel="canonical" href="${url}">
<meta property="article:published_time" content="${date}"><meta property="og:site_name" content="Harbour Ledger"></head>
<body><nav><a href="/">Home</a></nav><article><h1>${headline}</h1>${paragraphs.map((text) => `<p>${text}</p>`).join('\n')}</article></body></html>`;
const jsonLdOf = ({ headline, paragraphs, date, url }: Story) => ({
  '@context': 'https://schema.org',
  '@type': 'NewsArticle',
  url,
  headline,
  datePublished: date,
  publisher: { '@type': 'Organization', name: 'Harbour Ledger' },
  articleBody: paragraphs.join('\n'),
});
const ninjsOf = ({ headline, paragraphs, date, url }: Story, more: object = {}) => ({
  uri: `urn:x:${url}`,
  firstCreated: date,
  headlines: [{ value: headline }],
  bodies: [{ value: paragraphs.join('\n') }],
  infoSources: [{ name: 'Vella Press', role: 'publisher' }],
  ...more,
});
const rssOf = (stories: readonly Story[]) =>
  `<?xml version="1.0"?><rss version="2.0"><channel><title>Ledger</title><link>https://ledger.example/</link>${stories
    .map(
      ({ headline, paragraphs, date, url }) =>
        `<item><title>${headline}</title><link>${url}</link><pubDate>${new Date(date).toUTCString()}</pubDate><description>${paragraphs[0]}</description></item>`,
    )
    .join('')}</channel></rss>`;
const linesOf = (lines: readonly object[]) => lines.map((line) => `${JSON.stringify(line)}\n`).join('');

/** The files of a round, by their path. */
function filesOf(round: number): Record<string, string | Uint8Array> {
  const stories = Array.from({ length: STORIES }, (_, i) => story(round * STORIES + i));
  const of = (from: number, to: number) => stories.slice(from, to);
  const each = (from: number, to: number, path: string, content: (story: Story) => string) =>
    Object.fromEntries(of(from, to).map((one, i) => [`${path.replace('*', `${round}-${i}`)}`, content(one)]));
  const at = (i: number) => story(round * STORIES + i);
  const [third, fourth] = [at(2), at(24)];
  return {
    // The summaries of pages that come later, and of one that never does.
    [`a-feeds/${round}.xml`]: rssOf(of(8, 13)),
    ...each(0, 8, 'b-texts/*.txt', textOf),
    ...each(8, 16, 'c-pages/*.html', htmlOf),
    ...each(16, 19, 'd-items/*.jsonld', (one) => JSON.stringify(jsonLdOf(one))),
    [`d-items/${round}.json`]: JSON.stringify([
      ...of(19, 22).map((one) => ninjsOf(one)),
      ninjsOf(at(22), { pubStatus: 'canceled' }),
      ninjsOf(at(23), { embargoedUntil: '2099-01-01T00:00:00Z' }),
    ]),
    [`e-bulk/${round}.jsonl`]: linesOf([
      ...of(24, 28).map((one) => ({ url: one.url, html: htmlOf(one) })),
      ...of(28, 30).map((one, id) => ({ id, title: one.headline, text: one.paragraphs.join('\n') })),
    ]),
    [`e-bulk/${round}.jsonl.gz`]: gzipSync(linesOf(of(30, 32).map((one) => jsonLdOf(one)))),
    [`e-bulk/${round}.zip`]: zipOf({
      'inner/page.html': htmlOf(at(32)),
      'inner/text.txt': textOf(at(33)),
      'empty.txt': '',
    }),
    [`e-bulk/${round}.warc.gz`]: Buffer.concat(
      warcOf(
        // The last is a page that lines have as well, in other words.
        [...of(34, 37), { ...third, url: fourth.url }].map((one, i) => ({
          type: 'response' as const,
          id: `${round}-${i}`,
          url: one.url,
          http: 'HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8',
          body: htmlOf(one),
        })),
      ).map((record) => gzipSync(record)),
    ),
    // Others have the texts, nearly word for word.
    [`f-copies/${round}.txt`]: `${at(0).paragraphs.join('\n')}\nMore is expected tomorrow.\n`,
    [`f-copies/${round}.html`]: htmlOf({ ...at(1), url: `https://courier.example/${round}` }),
    [`g-unreadable/${round}.pdf`]: '%PDF-1.7 nothing here',
    [`g-unreadable/${round}.txt`]: '',
  };
}

/** Puts rounds of documents into a folder, until there are as many as asked for, or a few more. @returns how many receipts they give */
export async function writeMixedDocuments(folder: string, count: number): Promise<number> {
  const rounds = Math.ceil(count / DOCUMENTS);
  for (let round = 0; round < rounds; round++) {
    for (const [path, content] of Object.entries(filesOf(round))) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), content);
    }
  }
  return rounds * DOCUMENTS;
}
