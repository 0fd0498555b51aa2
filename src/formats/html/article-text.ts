import { Readability } from '@mozilla/readability';
import type { Block } from './blocks.ts';
import { blocksOf } from './blocks.ts';
import { withoutBoilerplate } from './boilerplate.ts';
import { removeClutter, removeConsent } from './clutter.ts';
import type { PageDocument, PageElement } from './dom.ts';
import { isElement, parsePage } from './dom.ts';

/** What a page says of its article that helps to find the text. */
interface Hints {
  readonly headline: string | null;
  /** The text as the page's JSON-LD has it, one paragraph a line or all in one. */
  readonly structuredBody: string | null;
}

/** A line this long is prose. */
const PROSE_LENGTH = 80;
/** When the extractor found less than this share of the prose in the page's own container, the container is taken. */
const TOO_LITTLE = 0.45;
/** In characters; what a page without marks is expected to have. */
const MIN_PROSE = 300;

/** A text in the JSON-LD that is shorter, or has a smaller share of what was found, is a teaser. */
const MIN_STRUCTURED = 250;
const STRUCTURED_SHARE = 0.6;
/** Of a text in the JSON-LD, what of it has to be found in the page to tell which lines are the article's. */
const COVERED = 0.85;
/** The share of a line's words in threes that has to be in the JSON-LD's text. */
const CONTAINED = 0.7;

/**
 * The paragraphs of the article that a page holds; [] when none is found. Readability finds where it is; where that gives too
 * little, the page's own `<article>` or `<main>` is taken. What the page's JSON-LD has for its text, if it is no teaser, tells
 * which lines belong to it.
 * @param html as `tidyHtml` writes it
 */
export function articleParagraphs(html: string, { headline, structuredBody }: Hints): string[] {
  const page = parsePage(html);
  removeConsent(page.body);
  const marked = markedContainer(page.body);
  const most = marked ? proseLength(withoutBoilerplate(blocksOf(marked), null)) : MIN_PROSE;
  const content = readable(page);
  let blocks = content ? withoutBoilerplate(clearedBlocks(content), headline) : [];
  if (proseLength(blocks) < most * TOO_LITTLE) {
    const { body } = parsePage(html);
    removeConsent(body);
    blocks = withoutBoilerplate(clearedBlocks(markedContainer(body) ?? body), headline);
  }
  const lines = blocks.map(({ text }) => text);
  return structuredBody === null ? lines : asStructured(lines, structuredBody);
}

function readable(page: PageDocument): PageElement | null {
  try {
    const options = { serializer: (node: Node) => node, keepClasses: true, disableJSONLD: true };
    const content = new Readability<Node>(page, options).parse()?.content;
    return content && isElement(content) ? content : null;
  } catch {
    // It trips over markup that is broken badly enough.
    return null;
  }
}

function clearedBlocks(content: PageElement): Block[] {
  removeClutter(content);
  return blocksOf(content);
}

/** The one element that the page marks as its article, else as its main part. */
function markedContainer(body: PageElement): PageElement | null {
  for (const selector of ['[itemprop=articleBody]', 'article', 'main, [role=main]']) {
    const [only, ...others] = body.querySelectorAll(selector);
    if (only && others.length === 0) return only;
  }
  return null;
}

function proseLength(blocks: readonly Block[]): number {
  let length = 0;
  for (const { text, linkShare } of blocks) if (text.length >= PROSE_LENGTH && linkShare < 0.5) length += text.length;
  return length;
}

/** Those of the lines that a text has, or the text itself where they do not make it up. */
function asStructured(lines: readonly string[], text: string): string[] {
  const found = lines.reduce((sum, { length }) => sum + length, 0);
  if (text.length < MIN_STRUCTURED || text.length < found * STRUCTURED_SHARE) return [...lines];
  const known = new Set(threesOf(text));
  const kept = lines.filter((line) => {
    const threes = threesOf(line);
    return threes.filter((three) => known.has(three)).length >= threes.length * CONTAINED;
  });
  const covered = new Set(kept.flatMap(threesOf));
  const share = [...known].filter((three) => covered.has(three)).length / Math.max(1, known.size);
  return share >= COVERED ? kept : text.split('\n').filter((line) => line !== '');
}

/** The words of a text, three by three; of a shorter one, all of them. */
function threesOf(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  if (words.length < 3) return words.length === 0 ? [] : [words.join(' ')];
  return words.slice(2).map((word, i) => `${words[i]} ${words[i + 1]} ${word}`);
}
