import type { Span } from '../../domain/text-anchor.ts';
import type { AnnotatedText, PartOfSpeech, Token } from '../../text/annotated-text.ts';
import type { QuotedStretch } from '../../text/quotation-marks.ts';

/** A word, or everything that stands between one pair of marks, marks included. */
export interface Item extends Span {
  readonly text: string;
  readonly lower: string;
  readonly pos: PartOfSpeech | 'QUOTE';
  readonly lemma: string;
  /** Index into the stretches; -1 for a word. */
  readonly stretch: number;
  readonly capital: boolean;
  /** The last character between the marks; '' for a word. */
  readonly tail: string;
}

/** A longer sentence is no prose; cutting it keeps whatever looks along a line linear in the text. */
const LONGEST_LINE = 400;

/** A sentence as the reporter built it: what others said in marks counts as one item, whatever full stops are in it. */
export interface Line extends Span {
  readonly index: number;
  readonly paragraph: number;
  readonly items: readonly Item[];
}

/**
 * The lines of a text, in order. Only stretches of depth 0 are folded to items.
 * @param stretches in order, as `findQuotedStretches` gives them
 * @param beside what is no prose, in order: datelines, credits
 */
export function readLines(
  text: AnnotatedText,
  stretches: readonly QuotedStretch[],
  beside: readonly Span[] = [],
): Line[] {
  const lines: Line[] = [];
  let items: Item[] = [];
  let paragraph = -1;
  const finish = (): void => {
    const first = items[0];
    const last = items.at(-1);
    if (first && last) lines.push({ index: lines.length, paragraph, items, start: first.start, end: last.end });
    items = [];
  };
  const outer = stretches.map((stretch, index) => ({ stretch, index })).filter(({ stretch }) => stretch.depth === 0);
  let next = 0;
  let sentence = -1;
  let afterQuote = false;
  let passed = 0;
  for (const token of text.tokens) {
    while ((beside[passed]?.end ?? Number.POSITIVE_INFINITY) <= token.start) passed++;
    if ((beside[passed]?.start ?? Number.POSITIVE_INFINITY) <= token.start) continue;
    const tokenParagraph = text.sentences[token.sentence]?.paragraph ?? 0;
    if (tokenParagraph !== paragraph) {
      finish();
      paragraph = tokenParagraph;
      afterQuote = false;
      sentence = token.sentence;
    }
    let ahead = outer[next];
    while (ahead && outerEnd(ahead.stretch) <= token.start) ahead = outer[++next];
    if (ahead && token.end > outerStart(ahead.stretch) && token.start < outerEnd(ahead.stretch)) {
      const start = Math.max(outerStart(ahead.stretch), items.at(-1)?.end ?? 0);
      const previous = items.at(-1);
      if (previous?.stretch === ahead.index) continue;
      const newSentence = token.sentence !== sentence && previous !== undefined && !/[,:—–-]$/.test(previous.text);
      if (items.length >= LONGEST_LINE) finish();
      if (previous && ((afterQuote && closesSentence(text.body, previous, stretches)) || (!afterQuote && newSentence)))
        finish();
      items.push({
        start,
        end: outerEnd(ahead.stretch),
        text: '',
        lower: '',
        pos: 'QUOTE',
        lemma: '',
        stretch: ahead.index,
        capital: false,
        tail: text.body.charAt(ahead.stretch.end - 1),
      });
      sentence = token.sentence;
      afterQuote = true;
      continue;
    }
    const previous = items.at(-1);
    const word = wordItem(token);
    if (previous) {
      const ends = afterQuote
        ? /[.…]/.test(previous.tail) && (word.capital || /^\d/.test(token.text)) && token.pos !== 'PUNCT'
        : token.sentence !== sentence;
      if (ends || items.length >= LONGEST_LINE) finish();
    }
    items.push(word);
    sentence = token.sentence;
    afterQuote = false;
  }
  finish();
  return lines;
}

/** A token as an item of a line. */
export function wordItem({ start, end, text, pos, lemma }: Token): Item {
  const lower = text.toLowerCase();
  return {
    start,
    end,
    text,
    lower: lower.includes('’') ? lower.replaceAll('’', "'") : lower,
    pos,
    lemma,
    stretch: -1,
    capital: /^\p{Lu}/u.test(text),
    tail: '',
  };
}

/** Whether a quotation ends with a full stop or its like. */
function closesSentence(
  body: string,
  item: Span & { readonly stretch: number },
  stretches: readonly QuotedStretch[],
): boolean {
  const stretch = stretches[item.stretch];
  return (
    stretch !== undefined &&
    /[.!?…]['’”"\])]{0,3}$/.test(body.slice(Math.max(stretch.start, stretch.end - 4), stretch.end))
  );
}

function outerStart(stretch: QuotedStretch): number {
  return stretch.opening?.start ?? stretch.start;
}

function outerEnd(stretch: QuotedStretch): number {
  return stretch.closing?.end ?? stretch.end;
}
