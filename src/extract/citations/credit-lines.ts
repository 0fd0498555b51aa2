import { outletInCredit } from '../../domain/outlets.ts';
import type { Span } from '../../domain/text-anchor.ts';
import type { AnnotatedText } from '../../text/annotated-text.ts';
import { namesOutlet, readCredits, taskWord } from '../../text/credits.ts';
import { readDateline } from '../../text/dateline.ts';

/** What stands in a text beside its prose and says whose work it is: a dateline, byline, line of credits. Nobody speaks in it. */
export interface Credit extends Span {
  /** Whom the text rests on: agencies, outlets, organisations; no authors, and nobody who made a picture. */
  readonly suppliers: readonly Supplier[];
  /** The word of the credit that says what they did: 'contributed'. */
  readonly cue: Span | null;
}

export interface Supplier extends Span {
  /** Not in 'With inputs from agencies'. */
  readonly isNamed: boolean;
}

/** How many paragraphs may come before a dateline without an agency, and may hold bylines: headline, byline, date. */
const HEAD = 4;
/** How many of the last paragraphs may be credits by their place alone. */
const TAIL = 3;
const LONGEST = 300;
/** How many credits may follow one another at the end of a paragraph. */
const MOST = 4;

/** The credits of a text, in order. */
export function findCredits({ body, paragraphs, sentences }: AnnotatedText): Credit[] {
  const found: Credit[] = [];
  const ends = new Map<number, number[]>();
  for (const { paragraph, start } of sentences) {
    const starts = ends.get(paragraph);
    if (starts) starts.push(start);
    else ends.set(paragraph, [start]);
  }
  paragraphs.forEach((paragraph, index) => {
    const isHead = index < HEAD;
    const isEdge = isHead || index >= paragraphs.length - TAIL;
    const dateline = datelineAt(body, paragraph, isHead);
    if (dateline) found.push(dateline);
    const rest = trimmed(body, { start: dateline?.end ?? paragraph.start, end: paragraph.end });
    const whole = wholeCredit(body, rest, isEdge, index === 0);
    if (whole) found.push(whole);
    else found.push(...closingCredits(body, rest, ends.get(index) ?? []));
  });
  return found;
}

function datelineAt(body: string, { start, end }: Span, isHead: boolean): Credit | null {
  const dateline = readDateline(body.slice(start, end));
  if (!dateline) return null;
  const { credit, length } = dateline;
  const inside = credit && { start: start + credit.start, end: start + credit.end };
  const names = inside && namesOutlet(body.slice(inside.start, inside.end)) ? suppliersIn(body, inside) : null;
  const suppliers = names ?? [];
  // Farther down 'NATO — the alliance — …' is likelier than a dateline that names no agency.
  return isHead || suppliers.length > 0 ? { start, end: start + length, suppliers, cue: null } : null;
}

/** A paragraph that is a credit and nothing else. */
function wholeCredit(body: string, paragraph: Span, isEdge: boolean, isFirst: boolean): Credit | null {
  const { start, end } = paragraph;
  if (start >= end || end - start > LONGEST) return null;
  const inner = withoutBrackets(body, paragraph);
  const isBracketed = inner !== paragraph;
  // 'Ana Reyes and Reuters' at the top may be a headline.
  const mayBeNames = isBracketed || (isEdge && (!isFirst || outletInCredit(body.slice(start, end)) !== undefined));
  const credit =
    picture(body, inner) ??
    byItsWords(body, inner) ??
    (isEdge ? byline(body, inner) : null) ??
    (mayBeNames ? byItsNames(body, withoutDash(body, inner), isBracketed) : null);
  return credit && { ...credit, start, end };
}

/** The credits that a paragraph of prose ends with, in order. */
function closingCredits(body: string, paragraph: Span, sentenceStarts: readonly number[]): Credit[] {
  const found: Credit[] = [];
  let { end } = paragraph;
  for (let steps = 0; steps < MOST; steps++) {
    const rest = trimmed(body, { start: paragraph.start, end });
    const credit = inBrackets(body, rest) ?? behindDash(body, rest) ?? lastSentence(body, rest, sentenceStarts);
    if (!credit) break;
    found.unshift(credit);
    end = credit.start;
  }
  return found;
}

/** '… is shut. (Reuters)' */
function inBrackets(body: string, { start, end }: Span): Credit | null {
  const from = Math.max(start, end - LONGEST);
  const text = body.slice(from, end);
  const bracket = /[([][^()[\]\n]+[)\]]\.?$/.exec(text);
  const before = text.slice(0, bracket?.index);
  if (!bracket || !(endsSentence(before) || /[)\]]\s*$/.test(before))) return null;
  const outer = { start: from + bracket.index, end };
  const inner = withoutBrackets(body, outer);
  const credit = picture(body, inner) ?? byItsWords(body, inner) ?? byItsNames(body, inner, true);
  return credit && { ...credit, ...outer };
}

/** '… is shut. — AP'; but '“The best pier of the coast.” — The Guardian' is signed by who said it. */
function behindDash(body: string, { start, end }: Span): Credit | null {
  const from = Math.max(start, end - LONGEST);
  const text = body.slice(from, end);
  const dash = / ?(?:[—–]|--?) ?(?=[^—–]{2,60}$)/.exec(text);
  const prose = dash ? text.slice(0, dash.index) : '';
  if (!dash || !endsSentence(prose) || /["”’'»]$/.test(prose)) return null;
  const credit = byItsNames(body, { start: from + dash.index + dash[0].length, end }, false);
  return credit && { ...credit, start: from + dash.index, end };
}

/** '… is shut. The Associated Press contributed to this report.' */
function lastSentence(body: string, { start, end }: Span, sentenceStarts: readonly number[]): Credit | null {
  const from = sentenceStarts.findLast((at) => at < end) ?? start;
  if (from <= start || end - from > LONGEST) return null;
  const credit = byItsWords(body, withoutBrackets(body, { start: from, end }));
  return credit && { ...credit, start: from, end };
}

type CreditWords = Omit<Credit, keyof Span>;

const PIECE = '(?:story|report|article|dispatch|piece|post|column|interview|coverage)';
const WORK = '(?:files|inputs?|reporting|reports?|material|information|contributions?|content|details)';
/** The day or the site behind 'published by …'. */
const CODA = String.raw`(?: (?:on|in) (?:\p{Lu}|\d)[^.]*)?`;

/** What lines of credits say. Each as a whole, so that a sentence that merely begins like one is none. */
const FORMULAS: readonly RegExp[] = [
  `(?<names>.+?),? (?:also )?(?<cue>contributed)(?: (?:additional|further))?(?: ${WORK}| research)?(?: from \\p{Lu}[^.]*?)? (?:to|for) this (?:news )?${PIECE}(?: from \\p{Lu}[^.]*)?`,
  '(?<names>.+?),? (?:also )?(?<cue>contributed) (?:additional )?reporting(?: from \\p{Lu}[^.]*)?',
  `(?<names>.+?) (?<cue>reported) from \\p{Lu}[\\p{L}.'’-]*(?:,? (?:and )?\\p{Lu}[\\p{L}.'’-]*){0,6}`,
  `(?:(?:this|the) ${PIECE} was (?:written|compiled|prepared) )?with (?:additional |further |some )?(?:agency )?(?<cue>${WORK}) (?:from|by) (?<names>.+)`,
  'with (?<names>agency) (?<cue>inputs?|reports)',
  `(?:some )?(?<cue>${WORK}) (?:from|by) (?<names>.+?) (?:was|were) (?:also )?(?:used|included) in this ${PIECE}`,
  `this ${PIECE} (?:includes|contains|uses) (?:additional |some )?(?<cue>${WORK}) (?:from|by) (?<names>.+)`,
  `this ${PIECE} (?:was |is |has been |had )?(?:first |originally |also )*(?<cue>published|appeared|reported|produced|distributed|republished|reprinted|provided|supplied|released)(?: with (?:the )?permission)? (?:by|in|on|at|from|through) (?<names>.+?)${CODA}`,
  `(?:first|originally) (?<cue>published|appeared|reported) (?:by|in|on|at) (?<names>.+?)${CODA}`,
  '(?<cue>republished|reprinted|reproduced) (?:with (?:the )?permission )?(?:by|from|of) (?<names>.+?)',
  '(?<cue>copyright|©|\\(c\\))(?: ?(?:©|\\(c\\)))?,? ?(?:\\d{4}(?:[-–]\\d{2,4})?)?,?(?: by)? ?(?<names>.+?)(?:[.,]? [Aa]ll [Rr]ights [Rr]eserved.*)?',
  '(?<cue>sources?) ?[:|] ?(?<names>.+)',
].map((formula) => new RegExp(`^${formula}\\.?$`, 'du'));

/** What every formula needs; most sentences have none of it, and twelve expressions need not look at them. */
const FORMULA_WORDS = new RegExp(
  `^(?:with |(?:this|the) ${PIECE} |first |originally |re(?:published|printed|produced) |copyright|©|\\(c\\)|sources? ?[:|])|contributed|reported from | in this `,
  'u',
);

/** A credit that says what was done: 'Reuters contributed to this report', 'Source: Xinhua', 'Reporting by Jane Roe'. */
function byItsWords(body: string, { start, end }: Span): CreditWords | null {
  const text = body.slice(start, end);
  // Formulas have no capitals but those of names.
  const sentence = text.charAt(0).toLowerCase() + text.slice(1);
  for (const formula of FORMULA_WORDS.test(sentence) ? FORMULAS : []) {
    const { names, cue } = formula.exec(sentence)?.indices?.groups ?? {};
    if (!names || !cue) continue;
    const suppliers = suppliersIn(body, { start: start + names[0], end: start + names[1] });
    if (suppliers) return { suppliers, cue: { start: start + cue[0], end: start + cue[1] } };
  }
  const task = taskWord(text);
  const suppliers = task && suppliersIn(body, { start, end });
  return suppliers && { suppliers, cue: { start: start + task.start, end: start + task.end } };
}

/** 'By Jane Roe, Associated Press' */
function byline(body: string, { start, end }: Span): CreditWords | null {
  const by = /^by:? (?=\S)/i.exec(body.slice(start, Math.min(end, start + 5)));
  const suppliers = by && suppliersIn(body, { start: start + by[0].length, end });
  return suppliers && { suppliers, cue: { start, end: start + 2 } };
}

/**
 * A credit of names alone, an outlet among them: 'Reuters', 'Jane Roe and the Associated Press'.
 * @param isBracketed then 'Jane Roe/AP' is who took a picture
 */
function byItsNames(body: string, span: Span, isBracketed: boolean): CreditWords | null {
  const text = body.slice(span.start, span.end);
  const parts = /[?!]/.test(text) ? null : readCredits(text);
  if (!parts) return null;
  const hasPeople = parts.some(({ kind }) => kind === 'person');
  if (isBracketed && hasPeople && text.includes('/')) return { suppliers: [], cue: null };
  const unnamed = parts.every(({ kind }) => kind === 'agencies');
  // A newspaper's name alone may be a heading: 'Time', 'The Sun'.
  const isSure = isBracketed || hasPeople || outletInCredit(text)?.kind === 'NEWS_AGENCY';
  if (!unnamed && !(namesOutlet(text) && (isSure || parts.length > 1))) return null;
  const suppliers = suppliersIn(body, span);
  return suppliers && { suppliers, cue: null };
}

/** Each word in lower case, with a capital and in capitals. */
const anyCase = (words: string): string =>
  words
    .split(' ')
    .flatMap((word) => [word, word.charAt(0).toUpperCase() + word.slice(1), word.toUpperCase()])
    .join('|');
const PICTURE = new RegExp(
  `^(?:(?:${anyCase('file main top cover lead handout')}|\\p{Lu}{2,8}) )?(?:${anyCase('photo photograph image picture pic video illustration graphic map')})[sS]?(?: (?:${anyCase('credit credits courtesy')}))?(?: ?[:/|©] ?| (?:by|from|of|via) )(?<names>.+)$`,
  'u',
);

/** 'Photo: Jane Roe / Reuters' credits a picture, not the prose. */
function picture(body: string, { start, end }: Span): CreditWords | null {
  const names = PICTURE.exec(body.slice(start, end))?.groups?.['names'];
  if (names === undefined) return null;
  return readCredits(names.replace(/\.$/, '').replaceAll(' via ', ', ')) ? { suppliers: [], cue: null } : null;
}

/** 'Associated Press writers Jane Roe in Port Vella and John Doe' */
const STAFF =
  /^(?<outlet>.+?)(?:['’]s?)? (?:staff |news )?(?:writers?|reporters?|correspondents?|journalists?|editors?|bureaus?|contributors?)(?:,? .+)?$/u;
/** One's own people. */
const DESK = /\b(?:staff|desk|newsroom|correspondents?|editors?|reporters?|writers?)$/i;

/** The outlets, agencies and organisations among the names of a credit; null when they are no names. */
function suppliersIn(body: string, within: Span): Supplier[] | null {
  const span = withoutFullStop(body, within);
  const text = body.slice(span.start, span.end);
  if (text === 'agency') return [{ ...span, isNamed: false }];
  const outlet = STAFF.exec(text)?.groups?.['outlet'];
  if (outlet !== undefined && namesOutlet(outlet))
    return suppliersIn(body, { start: span.start, end: span.start + outlet.length });
  return (
    readCredits(text)
      ?.map(({ kind, isEditing, start, end }) => ({
        kind,
        isEditing,
        start: span.start + start,
        end: span.start + end,
      }))
      .filter(
        ({ kind, isEditing, start, end }) =>
          !isEditing && (kind === 'agencies' || (kind === 'organisation' && !DESK.test(body.slice(start, end)))),
      )
      .map(({ kind, start, end }) => ({ start, end, isNamed: kind === 'organisation' })) ?? null
  );
}

/** What is between the brackets around a span, or the span itself. */
function withoutBrackets(body: string, span: Span): Span {
  const inner = /^[([](\s*)[^()[\]]+[)\]]\.?$/.exec(body.slice(span.start, span.end));
  if (!inner) return span;
  const close = Math.max(body.lastIndexOf(')', span.end), body.lastIndexOf(']', span.end));
  return withoutFullStop(body, trimmed(body, { start: span.start + 1, end: close }));
}

/** '— AP' */
function withoutDash(body: string, { start, end }: Span): Span {
  return { start: start + (/^(?:[—–]|--?) ?/.exec(body.slice(start, start + 3))?.[0].length ?? 0), end };
}

function withoutFullStop(body: string, { start, end }: Span): Span {
  // 'Sam Poe Jr.' may lose its full stop, 'D.C.' and 'John F.' not.
  const isInitial = /[\s.]\p{Lu}\.$/u.test(body.slice(Math.max(start, end - 3), end));
  return { start, end: body.charAt(end - 1) === '.' && !isInitial ? end - 1 : end };
}

function trimmed(body: string, { start, end }: Span): Span {
  let [from, to] = [start, end];
  while (from < to && /\s/.test(body.charAt(from))) from++;
  while (to > from && /\s/.test(body.charAt(to - 1))) to--;
  return { start: from, end: to };
}

function endsSentence(text: string): boolean {
  return /[.!?…]["”’'»)\]]{0,3}\s*$/.test(text.slice(-12));
}
