import { cleanText, linesOf } from '../../text/clean.ts';
import type { PageElement } from './dom.ts';
import { isElement, wordsOf } from './dom.ts';

/** A line of text of a page, and what the markup says of it. */
export interface Block {
  /** Clean; without line breaks. */
  readonly text: string;
  /** The share of its characters, 0 to 1, that are in links. */
  readonly linkShare: number;
  /** 1 to 6 for a heading, 0 for anything else. */
  readonly heading: number;
  /** Whether it is in a list, a table, a quotation or set as it was typed: what looks like clutter may belong there. */
  readonly isSetOff: boolean;
}

/** Elements that run on in a line of text; any other begins and ends one. */
const INLINE: ReadonlySet<string> = new Set(
  (
    'A ABBR ACRONYM B BDI BDO BIG CITE CODE DATA DEL DFN EM FONT I INS KBD LABEL MARK NOBR Q RP RT RUBY S SAMP SMALL SPAN ' +
    'STRIKE STRONG SUB SUP TIME TT U VAR WBR'
  ).split(' '),
);

const SET_OFF: ReadonlySet<string> = new Set(['LI', 'DD', 'DT', 'TABLE', 'BLOCKQUOTE', 'PRE']);

interface Position {
  readonly heading: number;
  readonly isSetOff: boolean;
  readonly isLink: boolean;
  readonly isPreformatted: boolean;
}

/** The text of an element, line by line. */
export function blocksOf(element: PageElement): Block[] {
  const blocks: Block[] = [];
  let text: string[] = [];
  let linked = 0;
  let whole = 0;
  let at: Position | null = null;
  const flush = (): void => {
    for (const line of linesOf(cleanText(text.join('')))) {
      blocks.push({
        text: line,
        linkShare: whole === 0 ? 0 : linked / whole,
        heading: at?.heading ?? 0,
        isSetOff: at?.isSetOff ?? false,
      });
    }
    text = [];
    linked = 0;
    whole = 0;
    at = null;
  };
  const visit = (parent: PageElement, position: Position): void => {
    for (const node of parent.childNodes) {
      const raw = wordsOf(node);
      if (raw !== null) {
        const words = position.isPreformatted ? raw : raw.replace(/[\s\u0085\u2028]+/g, ' ');
        const { length } = words.trim();
        if (length > 0) at ??= position;
        text.push(words);
        whole += length;
        if (position.isLink) linked += length;
      }
      if (!isElement(node)) continue;
      const tag = node.tagName;
      const isCell = tag === 'TD' || tag === 'TH';
      const isBlock = !INLINE.has(tag) && !isCell;
      if (isBlock) flush();
      // Cells of a row stand side by side.
      if (isCell) text.push(' ');
      visit(node, {
        heading: /^H[1-6]$/.test(tag) ? Number(tag[1]) : position.heading,
        isSetOff: position.isSetOff || SET_OFF.has(tag),
        isLink: position.isLink || tag === 'A',
        isPreformatted: position.isPreformatted || tag === 'PRE',
      });
      if (isBlock) flush();
    }
  };
  visit(element, { heading: 0, isSetOff: false, isLink: false, isPreformatted: false });
  flush();
  return blocks;
}
