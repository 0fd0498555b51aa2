import type { Span } from '../domain/text-anchor.ts';
import type { AnnotatedText } from './annotated-text.ts';

/** The words between one pair of quotation marks, marks and outer blanks left out. Never reaches over a paragraph's end. */
export interface QuotedStretch extends Span {
  /** Index into the paragraphs. */
  readonly paragraph: number;
  /** The opening mark; null when it is missing or was set in an earlier paragraph. */
  readonly opening: Span | null;
  /** The closing mark; null when it is missing or comes in a later paragraph. */
  readonly closing: Span | null;
  /** 0 when it stands in no other stretch. */
  readonly depth: number;
  /** Whether it goes on with the stretch before it, which ended its paragraph without a closing mark. */
  readonly continues: boolean;
}

type Family = 'double' | 'single' | 'guillemet';
type Role = 'open' | 'close' | 'either';

interface Mark extends Span {
  readonly family: Family;
  readonly role: Role;
  /** Set by a glyph that a plural possessive may end with ('the officers’ view'). */
  readonly maybeApostrophe: boolean;
  readonly glyph: string;
}

interface Pair {
  readonly opening: Mark | null;
  readonly closing: Mark | null;
  readonly start: number;
  readonly end: number;
}

const MARKS = /[“”„‟"«»`‘’‚‛']/;
/** How many marks in a row are looked over for the letter or blank that tells their role; more are no writing. */
const MARKS_IN_A_ROW = 3;
/** How many paragraphs may pass, without a mark, before the mark that closes a quotation. */
const LONGEST_WAIT = 8;
/** Words that are written with an apostrophe in front. */
const ELISION =
  /^(?:\d\ds?(?!\d)|(?:em|til|tis|twas|twere|cause|bout|round|neath|cuz|n|nuff|gainst|tween)(?![\p{L}\p{N}]))/iu;
const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;

const known = new WeakMap<AnnotatedText, readonly QuotedStretch[]>();

/** {@link findQuotedStretches} of an annotated text, found once however many steps ask. */
export function quotedStretchesOf(text: AnnotatedText): readonly QuotedStretch[] {
  const found = known.get(text) ?? findQuotedStretches(text.body, text.paragraphs);
  known.set(text, found);
  return found;
}

/**
 * Pairs the quotation marks of a text: “ ”, " ", ‘ ’, ' ', « », „ “, `` '' and nested ones. Apostrophes are no marks.
 * A quotation of several paragraphs gives a stretch for each of them. Where a closing mark is missing, the next opening
 * mark or the paragraph's end bounds the stretch; where an opening mark is missing, the sentence's beginning does.
 * Single marks count only in pairs. Linear in the length of the text.
 * @param body the whole text
 * @param paragraphs its paragraphs, in order
 * @returns the stretches in order of their beginnings, the outer before the inner
 */
export function findQuotedStretches(body: string, paragraphs: readonly Span[]): QuotedStretch[] {
  const found: QuotedStretch[] = [];
  /** Where `found` held, in the paragraph before, an opening mark that nothing closed by the paragraph's end. */
  let unclosed = -1;
  paragraphs.forEach((span, paragraph) => {
    const pairs = pairMarks(body, marksOf(body, span), span);
    const first = pairs[0];
    const closesEarlier = unclosed >= 0 && first?.opening === null;
    const goesOn = unclosed >= 0 && first?.opening?.start === firstInk(body, span);
    // A paragraph without marks may be the middle of a quotation: only a later closing mark will tell.
    const waited = unclosed < 0 ? 0 : paragraph - (found[unclosed]?.paragraph ?? paragraph);
    if (pairs.length === 0 && waited < LONGEST_WAIT) return;
    if (closesEarlier) {
      for (let between = (found[unclosed]?.paragraph ?? paragraph) + 1; between < paragraph; between++) {
        const whole = paragraphs[between];
        if (whole)
          found.push({
            ...inked(body, whole),
            paragraph: between,
            opening: null,
            closing: null,
            depth: 0,
            continues: true,
          });
      }
    }
    const adjacent = unclosed >= 0 && found[unclosed]?.paragraph === paragraph - 1;
    const before = found.length;
    for (const pair of pairs) {
      const start = closesEarlier && pair === first ? span.start : pair.start;
      const inner = inked(body, { start, end: pair.end });
      if (inner.start >= inner.end) continue;
      const continues = pair === first && (closesEarlier || (goesOn && adjacent));
      found.push({
        ...inner,
        paragraph,
        opening: bare(pair.opening),
        closing: bare(pair.closing),
        depth: 0,
        continues,
      });
    }
    unclosed = -1;
    for (let at = found.length - 1; at >= before; at--) {
      const stretch = found[at];
      if (stretch && stretch.closing === null && stretch.end === inked(body, span).end) unclosed = at;
    }
  });
  return withDepth(body, found);
}

/**
 * Whether the marks of a stretch are two apostrophes or backticks (''…'', ``…''), as plain text has them in the place of
 * quotation marks.
 */
export function hasSubstituteMarks(body: string, stretch: Span): boolean {
  const { before, after } = outsideOf(body, stretch);
  return SUBSTITUTE.test(before) || SUBSTITUTE.test(after);
}

/** Whether the marks of a stretch are single ones (‘…’, '…'). */
export function hasSingleMarks(body: string, stretch: Span): boolean {
  const { before, after } = outsideOf(body, stretch);
  return SINGLE.test(before.slice(-1)) && SINGLE.test(after.slice(0, 1)) && !hasSubstituteMarks(body, stretch);
}

const SUBSTITUTE = /^(?:''|``|’’|‘‘)$/;
const SINGLE = /^['‘’‚‛`]$/;

/** The two characters before and behind a stretch, blanks at its edges left out. */
function outsideOf(body: string, { start, end }: Span): { before: string; after: string } {
  let from = start;
  while (from > 0 && isBlank(body.charAt(from - 1))) from--;
  let to = end;
  while (to < body.length && isBlank(body.charAt(to))) to++;
  return { before: body.slice(Math.max(0, from - 2), from), after: body.slice(to, to + 2) };
}

function bare(mark: Mark | null): Span | null {
  return mark && { start: mark.start, end: mark.end };
}

/** The marks of one paragraph, each with the role that its surroundings give it. */
function marksOf(body: string, span: Span): Mark[] {
  const marks: Mark[] = [];
  for (let at = span.start; at < span.end; at++) {
    const glyph = body.charAt(at);
    if (!MARKS.test(glyph)) continue;
    if (glyph === '"' && isMarkup(body, span, at)) {
      at = endOfAttribute(body, span, at);
      continue;
    }
    const doubled =
      (glyph === "'" || glyph === '`' || glyph === '’' || glyph === '‘') &&
      body.charAt(at + 1) === glyph &&
      at + 1 < span.end;
    const end = doubled ? at + 2 : at + 1;
    const mark = readMark(body, span, { start: at, end }, glyph, doubled);
    if (mark) marks.push(mark);
    at = end - 1;
  }
  return marks;
}

/** Whether the mark belongs to the markup that some texts still hold: '<a href="…">'. */
function isMarkup(body: string, { start }: Span, at: number): boolean {
  const before = at > start ? body.charAt(at - 1) : '';
  return (before === '=' && /[\w-]/.test(body.charAt(at - 2))) || (before === '' && body.charAt(at + 1) === '>');
}

/** In UTF-16 units; how long the value of an attribute may be. */
const LONGEST_ATTRIBUTE = 300;

/** The mark that ends the value of an attribute which the mark at `at` opens, or `at` itself. */
function endOfAttribute(body: string, { end }: Span, at: number): number {
  if (body.charAt(at - 1) !== '=') return at;
  const limit = Math.min(end, at + LONGEST_ATTRIBUTE);
  for (let i = at + 1; i < limit; i++) if (body.charAt(i) === '"') return i;
  return at;
}

function readMark(body: string, paragraph: Span, span: Span, glyph: string, doubled: boolean): Mark | null {
  const before = neighbour(body, paragraph, span.start - 1, -1);
  const after = neighbour(body, paragraph, span.end, 1);
  const context = roleByContext(before, after);
  const mark = (family: Family, role: Role, maybeApostrophe = false): Mark => ({
    ...span,
    family,
    role,
    maybeApostrophe,
    glyph,
  });
  if (glyph === '«') return mark('guillemet', 'open');
  if (glyph === '»') return mark('guillemet', 'close');
  if (glyph === '„' || glyph === '‟') return mark('double', 'open');
  if (glyph === '‚') return context === 'open' ? mark('single', 'open') : null;
  if (doubled && (glyph === '`' || glyph === '‘')) return mark('double', 'open');
  // A curly mark is what its shape says, unless the text about it says the very opposite: a slip of the pen.
  if (glyph === '“') return mark('double', context === 'close' ? 'either' : 'open');
  if (glyph === '”') return mark('double', context === 'open' || before === '' ? 'either' : 'close');
  if (glyph === '"') return isInches(body, span.start) ? null : mark('double', context);
  if (doubled) return mark('double', context);
  return readSingle(body, span, glyph, before, after, context, mark);
}

function readSingle(
  body: string,
  span: Span,
  glyph: string,
  before: string,
  after: string,
  context: Role,
  mark: (family: Family, role: Role, maybeApostrophe?: boolean) => Mark,
): Mark | null {
  const letterBefore = LETTER_OR_DIGIT.test(before);
  if (letterBefore && LETTER_OR_DIGIT.test(body.charAt(span.end))) return null;
  if (context === 'open') {
    if (glyph === '’') return null;
    return ELISION.test(body.slice(span.end, span.end + 8)) ? null : mark('single', 'open');
  }
  if (glyph === '‘' || glyph === '`' || glyph === '‛') return context === 'either' ? mark('single', 'open') : null;
  if (context === 'either') return null;
  const possessive = before === 's' && isBlank(after) && LETTER_OR_DIGIT.test(body.charAt(span.end + 1));
  return mark('single', 'close', possessive);
}

/** 6'3" is a measure. */
function isInches(body: string, at: number): boolean {
  return /\d['’′ ]\d{1,2}$/.test(body.slice(Math.max(0, at - 4), at));
}

/** The nearest character that is no mark, or '' at the paragraph's edge. */
function neighbour(body: string, paragraph: Span, from: number, step: 1 | -1): string {
  let at = from;
  for (let seen = 0; seen < MARKS_IN_A_ROW && MARKS.test(body.charAt(at)); seen++) at += step;
  return at < paragraph.start || at >= paragraph.end ? '' : body.charAt(at);
}

function isBlank(char: string): boolean {
  return char === '' || BLANK.test(char);
}

/** Blanks, and characters that show nothing: zero-width ones and those that set the direction of writing. */
const BLANK = /[\s\u200b-\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]/;

function roleByContext(before: string, after: string): Role {
  const blankBefore = isBlank(before) || /[([{]/.test(before);
  const endAfter = isBlank(after) || /[,;:!?)\]}]/.test(after);
  if (blankBefore) return endAfter ? 'either' : 'open';
  if (endAfter || /[.…—–-]/.test(after)) return 'close';
  return 'either';
}

/** Matches the marks of one paragraph with a stack, then bounds those that found no partner. */
function pairMarks(body: string, marks: readonly Mark[], paragraph: Span): Pair[] {
  const partner = matchMarks(marks);
  const pairs: Pair[] = [];
  let inkFrom = paragraph.start;
  marks.forEach((mark, at) => {
    const match = partner[at];
    if (match === undefined) return;
    if (match === NONE) {
      if (mark.family === 'single') return;
      if (mark.role === 'close') {
        if (!/[,.!?…—–-]/.test(body.charAt(mark.start - 1))) return;
        pairs.push({ opening: null, closing: mark, start: sentenceStart(body, inkFrom, mark.start), end: mark.start });
        inkFrom = mark.end;
      } else {
        const next = nextOpening(marks, partner, at);
        pairs.push({ opening: mark, closing: null, start: mark.end, end: next?.start ?? paragraph.end });
        inkFrom = next?.start ?? paragraph.end;
      }
      return;
    }
    const closing = marks[match];
    if (closing && match > at) {
      pairs.push({ opening: mark, closing, start: mark.end, end: closing.start });
      inkFrom = Math.max(inkFrom, closing.end);
    }
  });
  return pairs;
}

/** The partner of a mark that found none. */
const NONE = -1;

/** For each mark the index of its partner, NONE without one, undefined when it is no mark after all. */
function matchMarks(marks: readonly Mark[]): (number | undefined)[] {
  const partner: (number | undefined)[] = marks.map(() => undefined);
  const stack: number[] = [];
  const open = { double: 0, single: 0, guillemet: 0 };
  const drop = (): void => {
    const index = stack.pop();
    const mark = index === undefined ? undefined : marks[index];
    if (index === undefined || !mark) return;
    partner[index] = NONE;
    open[mark.family]--;
  };
  const laterClose = nextSingleCloses(marks);
  marks.forEach((mark, at) => {
    const top = marks[stack.at(-1) ?? -1];
    const closesLow = mark.glyph === '“' && top?.glyph === '„';
    const closes = mark.role === 'close' || closesLow || (mark.role === 'either' && open[mark.family] > 0);
    if (!closes) {
      stack.push(at);
      open[mark.family]++;
      return;
    }
    if (open[mark.family] === 0) {
      partner[at] = NONE;
      return;
    }
    // An apostrophe cannot end a quotation that is still to be closed by a later mark, nor cross a double one.
    const closesSingle = top?.family === 'single' && !(mark.maybeApostrophe && laterClose[at]);
    if (mark.family === 'single' && !closesSingle) return;
    while (marks[stack.at(-1) ?? -1] !== undefined && marks[stack.at(-1) ?? -1]?.family !== mark.family) drop();
    const opener = stack.pop();
    if (opener === undefined) return;
    open[mark.family]--;
    partner[opener] = at;
    partner[at] = opener;
  });
  while (stack.length > 0) drop();
  return partner;
}

/** For each mark, whether the next single mark after it closes. */
function nextSingleCloses(marks: readonly Mark[]): boolean[] {
  const answer: boolean[] = marks.map(() => false);
  let closes = false;
  for (let at = marks.length - 1; at >= 0; at--) {
    answer[at] = closes;
    const mark = marks[at];
    if (mark?.family === 'single') closes = mark.role === 'close';
    else if (mark?.role === 'close') closes = false;
  }
  return answer;
}

/** The next mark of the same kind that opens and counts, which bounds a quotation without a closing mark. */
function nextOpening(marks: readonly Mark[], partner: readonly (number | undefined)[], from: number): Mark | undefined {
  for (let at = from + 1; at < marks.length; at++) {
    const mark = marks[at];
    const match = partner[at];
    if (mark?.glyph === marks[from]?.glyph && match !== undefined && (match > at || match === NONE)) return mark;
  }
  return undefined;
}

/** Where the sentence that ends at `end` begins, not before `from`. */
function sentenceStart(body: string, from: number, end: number): number {
  for (let at = end - 2; at > from; at--) {
    if (/[.!?:]/.test(body.charAt(at - 1)) && isBlank(body.charAt(at)) && /[\p{Lu}\p{N}[]/u.test(body.charAt(at + 1)))
      return at + 1;
  }
  return from;
}

function firstInk(body: string, span: Span): number {
  return inked(body, span).start;
}

/** The span without its outer blanks. */
function inked(body: string, span: Span): Span {
  let { start, end } = span;
  while (start < end && isBlank(body.charAt(start))) start++;
  while (end > start && isBlank(body.charAt(end - 1))) end--;
  return { start, end };
}

/**
 * Sorts the stretches and tells which stands in which. Where one without a closing mark would cross another, it ends there:
 * its end was only a bound.
 */
function withDepth(body: string, stretches: readonly QuotedStretch[]): QuotedStretch[] {
  const sorted = [...stretches].sort((a, b) => a.start - b.start || b.end - a.end);
  const result: QuotedStretch[] = [];
  /** Indexes into `result`. */
  const open: number[] = [];
  for (const stretch of sorted) {
    let { end } = stretch;
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      const outer = result[top];
      if (!outer || outer.end <= stretch.start) {
        open.pop();
      } else if (end > outer.end && stretch.closing === null) {
        end = outer.end;
        break;
      } else if (end > outer.end) {
        result[top] = {
          ...outer,
          ...inked(body, { start: outer.start, end: stretch.opening?.start ?? stretch.start }),
        };
        open.pop();
      } else break;
    }
    result.push({ ...stretch, ...inked(body, { start: stretch.start, end }), depth: open.length });
    open.push(result.length - 1);
  }
  return result.filter(({ start, end }) => start < end);
}
