import type { Token } from './annotated-text.ts';

type Word = Pick<Token, 'start' | 'end' | 'text' | 'pos' | 'lemma'>;

const words = (list: string): ReadonlySet<string> => new Set(list.split(/\s+/));

/** Abbreviations that a name, a number or another part of the same phrase follows: never the end of a sentence. */
const BEFORE_NAME = words(
  `mr. mrs. ms. mx. dr. prof. rev. fr. sr. st. gen. lt. col. maj. capt. cmdr. adm. sgt. cpl. pvt. brig. sen. rep. gov. pres.
   hon. insp. supt. det. atty. amb. msgr. ft. mt. vs. v. approx. ca. cf. e.g. i.e.
   jan. feb. mar. apr. jun. jul. aug. sep. sept. oct. nov. dec. al.`,
);

/** Abbreviations only before a number: 'No. 10'; alone it is a word, 'No. I will not.' */
const BEFORE_NUMBER = words('no. nos. fig. vol. ch. pp. p. art. sec.');

/** Words that open a sentence and hardly ever continue a name: after 'U.S.' or 'p.m.' they tell that a sentence ended. */
const OPENERS = words(
  `the a an he she it they we i you this that these those there his her their its our my in on at but and or so yet
   however meanwhile after before when while as if for since because although though until during by with without from
   under over what who how why where which also some many most all both no not one two three four several each every
   another other according asked earlier later last next then now today yesterday still once instead thus therefore`,
);

/** 'Why?' Smith asked: the clause after the closing mark belongs to the sentence. */
const SPEECH = words(
  'say ask reply answer wonder cry shout exclaim yell add demand write joke warn insist respond inquire',
);

const TERMINATORS = /^[.!?…‽。！？]+$/u;
const DOTTED = /^\p{L}[\p{L}.]*\.$/u;
const CLOSERS = new Set(['”', '’', ')', ']', '»', '"', "'", "''", '”)', '}']);
const OPENING_MARKS = new Set(['“', '‘', '"', "'", '(', '[', '«', '„']);

/**
 * Where the sentences of one paragraph end: indexes into `tokens`, exclusive, the last one always `tokens.length`.
 * Linear in the number of tokens.
 */
export function sentenceEnds(tokens: readonly Word[]): number[] {
  const ends: number[] = [];
  let i = 0;
  while (i < tokens.length) {
    const token = tokens[i];
    if (token === undefined) break;
    if (!mayEnd(token.text)) {
      i++;
      continue;
    }
    const isTerminator = TERMINATORS.test(token.text);
    const stop = i;
    let next = i + 1;
    let closed = false;
    let asksOrExclaims = /[!?]/.test(token.text);
    for (; next < tokens.length; next++) {
      const follower = tokens[next];
      if (follower === undefined) break;
      if (TERMINATORS.test(follower.text)) asksOrExclaims ||= /[!?]/.test(follower.text);
      else if (CLOSERS.has(follower.text) && follower.start === tokens[next - 1]?.end) closed = true;
      else break;
    }
    if (next < tokens.length && endsHere(tokens, stop, next, isTerminator || next > stop + 1, closed, asksOrExclaims))
      ends.push(next);
    i = next;
  }
  ends.push(tokens.length);
  return ends;
}

/** Whether a sentence may end with the token. Most are words of plain letters, told apart without an expression. */
function mayEnd(text: string): boolean {
  const last = text.charCodeAt(text.length - 1);
  const isPlain = last < 0x80 && last !== 0x2e && last !== 0x21 && last !== 0x3f;
  return !isPlain && (TERMINATORS.test(text) || DOTTED.test(text));
}

function endsHere(
  tokens: readonly Word[],
  stop: number,
  next: number,
  isTerminator: boolean,
  closed: boolean,
  asks: boolean,
): boolean {
  const last = tokens[stop];
  const follower = tokens[next];
  if (last === undefined || follower === undefined) return false;
  const opensMark = OPENING_MARKS.has(follower.text);
  const head = opensMark ? tokens[next + 1] : follower;
  if (head === undefined) return true;
  if (!/^[\p{Lu}\p{Lt}\p{Lo}\p{N}“‘"'([«„¿¡$£€@#]/u.test(head.text)) return opensMark && isTerminator && isDash(head);
  if (DOTTED.test(last.text)) return abbreviationEnds(last, follower, head, opensMark, closed);
  if (!isTerminator) return false;
  const glued = follower.start === tokens[next - 1]?.end;
  if (glued && !opensMark) {
    // 'yahoo.Com', 'Ph.D.', '3.14': a blank is missing only between two whole words.
    const before = tokens[stop - 1];
    if (before === undefined || before.text.length < 3 || head.text.length < 2 || !/^\p{Lu}/u.test(head.text))
      return false;
  }
  return !(asks && closed && isSpeechClause(tokens, next));
}

function abbreviationEnds(last: Word, follower: Word, head: Word, opensMark: boolean, closed: boolean): boolean {
  const lower = last.text.toLowerCase();
  if (BEFORE_NAME.has(lower)) return closed;
  if (closed) return true;
  if (BEFORE_NUMBER.has(lower)) return !/^[\p{N}#]/u.test(head.text);
  if (opensMark && follower.text !== '(' && follower.text !== '[') return true;
  const opener = OPENERS.has(head.text.toLowerCase()) && head.text !== head.text.toUpperCase();
  return opener || head.text === 'I' || head.text === 'A';
}

function isSpeechClause(tokens: readonly Word[], from: number): boolean {
  for (let i = from; i < Math.min(from + 5, tokens.length); i++) {
    const token = tokens[i];
    if (token === undefined || TERMINATORS.test(token.text) || OPENING_MARKS.has(token.text)) return false;
    if (SPEECH.has(token.lemma) && (token.pos === 'VERB' || token.pos === 'AUX')) return true;
  }
  return false;
}

function isDash(token: Word): boolean {
  return token.text === '—' || token.text === '–' || token.text === '-';
}
