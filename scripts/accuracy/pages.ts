/**
 * Measures what is read of real pages beside the best-known extractors, and writes the table of docs/accuracy.md:
 * `npm run accuracy:pages`, some minutes, nearly all of them the others'. Needs the corpora beside the project.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { extractFromHtml } from '@extractus/article-extractor';
import { Readability } from '@mozilla/readability';
import { Defuddle } from 'defuddle/node';
import { parseHTML } from 'linkedom';
import { z } from 'zod';
import { plainBody } from '../../src/formats/html/plain-body.ts';
import { pageReader } from '../../src/ingest/page-line.ts';

const CORPUS = new URL('../../../shared/corpora/html/', import.meta.url);
const REPORT = new URL('../../docs/accuracy.md', import.meta.url);
const OPENING = '<!-- pages: npm run accuracy:pages -->';
const CLOSING = '<!-- end of pages -->';

const Gold = z.object({
  id: z.string(),
  url: z.string(),
  html: z.string(),
  body: z.string(),
  title: z.string().nullish(),
  authors: z.array(z.string()).nullish(),
  date: z.string().nullish(),
});
type Gold = z.infer<typeof Gold>;

/** What one of them reads of a page. */
interface Answer {
  readonly body: string;
  readonly headline: string;
  readonly date: string;
  readonly authors: readonly string[];
}

type Reader = (html: string, url: string) => Promise<Answer>;

const readPage = pageReader(() => new Date());

const READERS: Readonly<Record<string, Reader>> = {
  newsgraph: async (html, url) => {
    const { body, headline, datePublished, authors } = readPage(url, html).fields;
    return { body, headline, date: datePublished ?? '', authors };
  },
  '@mozilla/readability 0.6.0': async (html) => {
    const found = new Readability(parseHTML(html).document).parse();
    return answer(found?.content, found?.title, found?.publishedTime, found?.byline);
  },
  'defuddle 0.19.4': async (html, url) => {
    const { content, title, published, author } = await Defuddle(parseHTML(html).document, url, {});
    return answer(content, title, published, author);
  },
  '@extractus/article-extractor 9.0.1': async (html, url) => {
    const found = await extractFromHtml(html, url, { contentLengthThreshold: 0 });
    return answer(found?.content, found?.title, found?.published, found?.author);
  },
};

function answer(
  content: string | null | undefined,
  headline: string | null | undefined,
  date: string | null | undefined,
  authors: string | null | undefined,
): Answer {
  // The markup of the others becomes text as ours does, so that only what they find is compared.
  return {
    body: content ? plainBody(`<div>${content}</div>`) : '',
    headline: headline ?? '',
    date: date ?? '',
    authors: namesIn([authors ?? '']),
  };
}

interface Score {
  readonly half: string;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly headline: boolean | null;
  readonly date: boolean | null;
  readonly authors: boolean | null;
}

const pages = readFileSync(new URL('pages.jsonl', CORPUS), 'utf8')
  .split('\n')
  .filter(Boolean)
  .map((line) => Gold.parse(JSON.parse(line)));

const rows: string[] = [];
for (const [name, read] of Object.entries(READERS)) {
  const scores: Score[] = [];
  const start = performance.now();
  for (const gold of pages) {
    const html = gunzipSync(readFileSync(new URL(gold.html, CORPUS))).toString('utf8');
    // A page that one of them cannot read is an empty answer of his.
    const found = await read(html, gold.url).catch(() => ({ body: '', headline: '', date: '', authors: [] }));
    scores.push(scoreOf(gold, found));
  }
  const milliseconds = (performance.now() - start) / pages.length;
  for (const half of ['tuned on', 'not looked at']) {
    rows.push(
      rowOf(
        name,
        half,
        scores.filter((score) => score.half === half),
        milliseconds,
      ),
    );
  }
}

const table = [
  '| Reader | Half of the pages | Words: F1 | P / R | Headline | Date | Authors | ms a page |',
  '| --- | --- | --- | --- | --- | --- | --- | --- |',
  ...rows,
].join('\n');
const [before = '', rest = ''] = readFileSync(REPORT, 'utf8').split(OPENING);
writeFileSync(REPORT, `${before}${OPENING}\n${table}\n${CLOSING}${rest.split(CLOSING)[1] ?? ''}`);
console.log(table);

function scoreOf({ id, body, title, date, authors }: Gold, found: Answer): Score {
  const wanted = bagOf(body);
  const given = bagOf(found.body);
  const common = [...wanted].reduce((sum, [word, count]) => sum + Math.min(count, given.get(word) ?? 0), 0);
  const [all, got] = [wanted, given].map((bag) => [...bag.values()].reduce((sum, count) => sum + count, 0));
  const names = namesIn(authors ?? []).map(plain);
  const foundNames = namesIn(found.authors).map(plain);
  return {
    half: (createHash('sha256').update(id).digest()[0] ?? 0) % 2 === 0 ? 'tuned on' : 'not looked at',
    precision: common / Math.max(1, got ?? 0),
    recall: common / Math.max(1, all ?? 0),
    f1: common === 0 ? 0 : (2 * common) / ((all ?? 0) + (got ?? 0)),
    headline: title ? plain(title) === plain(found.headline) : null,
    date: date ? date.slice(0, 10) === found.date.slice(0, 10) : null,
    // All that are named, and at most one more.
    authors:
      names.length > 0
        ? names.every((each) => foundNames.includes(each)) && foundNames.length <= names.length + 1
        : null,
  };
}

function rowOf(name: string, half: string, scores: readonly Score[], milliseconds: number): string {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const share = (values: readonly (boolean | null)[]): string => {
    const judged = values.flatMap((value) => (value === null ? [] : Number(value)));
    return `${percent(mean(judged))} (${judged.length})`;
  };
  return `| ${[
    name,
    `${half} (${scores.length})`,
    percent(mean(scores.map(({ f1 }) => f1))),
    `${percent(mean(scores.map(({ precision }) => precision)))} / ${percent(mean(scores.map(({ recall }) => recall)))}`,
    share(scores.map(({ headline }) => headline)),
    share(scores.map(({ date }) => date)),
    share(scores.map(({ authors }) => authors)),
    milliseconds.toFixed(0),
  ].join(' | ')} |`;
}

function bagOf(text: string): Map<string, number> {
  const bag = new Map<string, number>();
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? []) bag.set(word, (bag.get(word) ?? 0) + 1);
  return bag;
}

function namesIn(texts: readonly string[]): string[] {
  return texts
    .flatMap((text) => text.split(/;|,|\||\sand\s|\s&\s/))
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

function plain(text: string): string {
  return (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join(' ');
}

function percent(share: number): string {
  return (share * 100).toFixed(1);
}
