import type { Token } from '../../text/annotated-text.ts';
import { firstFrom } from '../attribution/sorted-spans.ts';
import { hashText } from '../model/features.ts';
import type { Page, Place } from './candidates.ts';
import type { Item } from './lines.ts';

/** What a stretch shows of itself, without regard to who may have said it. */
export interface StretchFacts {
  /** Number of words, in steps. */
  readonly words: number;
  /** Number of words. */
  readonly wordCount: number;
  /** The last character within the marks where that is punctuation, as a number. */
  readonly tail: number;
  /** What stands before and after it in the line, as hashes of little words, marks or word classes. */
  readonly before: number;
  readonly after: number;
  readonly capital: boolean;
  readonly firstPerson: boolean;
  readonly startsParagraph: boolean;
  readonly continues: boolean;
  /** What kind of marks it has, as a number. */
  readonly marks: number;
  /** Whether all but little words have a capital, as in a title or name. */
  readonly nameLike: boolean;
  /** Whether it has a finite verb, as far as the tags tell. */
  readonly verb: boolean;
  readonly tokens: readonly Token[];
}

/** More tokens than these are not looked at. */
const MOST_TOKENS = 60;
const FIRST_PERSON = /^(?:i|we|my|our|me|us|i'm|we're|you|your)$/;
const LITTLE_WORD = /^(?:a|an|the|of|in|on|at|to|for|and|or|but|with|from|by|as|is|vs)$/;
const WORD = /^[\p{L}\p{N}]/u;

export function stretchFacts(page: Page, { line, at, stretch: index }: Place): StretchFacts {
  const { text } = page;
  const stretch = page.stretches[index];
  const start = stretch?.start ?? 0;
  const end = stretch?.end ?? 0;
  const from = firstFrom(text.tokens, start);
  const tokens: Token[] = [];
  for (let i = from; i < text.tokens.length && tokens.length < MOST_TOKENS; i++) {
    const token = text.tokens[i];
    if (!token || token.start >= end) break;
    tokens.push(token);
  }
  const words = tokens.filter((token) => WORD.test(token.text));
  const telling = words.filter((word) => !LITTLE_WORD.test(word.text.toLowerCase()));
  const last = text.body.charAt(end - 1);
  return {
    words: wordBucket(words.length),
    wordCount: words.length,
    tail: /[\p{L}\p{N}]/u.test(last) ? 0 : last.charCodeAt(0),
    before: neighbour(line.items[at - 1]),
    after: neighbour(line.items[at + 1]),
    capital: /^\P{L}{0,2}\p{Lu}/u.test(text.body.slice(start, start + 4)),
    firstPerson: words.some((word) => FIRST_PERSON.test(word.text.toLowerCase())),
    startsParagraph: at === 0 && page.lines[line.index - 1]?.paragraph !== line.paragraph,
    continues: stretch?.continues === true,
    marks: stretch ? markKind(text.body, stretch.opening?.start, stretch.opening?.end) : 0,
    nameLike: telling.length > 0 && telling.every((word) => /^[\p{Lu}\p{N}]/u.test(word.text)),
    verb: tokens.some(({ pos }) => pos === 'AUX' || pos === 'VERB'),
    tokens,
  };
}

function wordBucket(words: number): number {
  if (words <= 6) return words;
  if (words <= 8) return 7;
  if (words <= 12) return 8;
  if (words <= 20) return 9;
  return 10;
}

/** A mark or little word by itself, others by their class. */
function neighbour(item: Item | undefined): number {
  if (!item) return 0;
  return hashText(item.pos === 'PUNCT' || item.pos === 'ADP' || item.pos === 'DET' ? item.lower : item.pos);
}

/** 0 a mark is missing, 1 single, 2 double, 3 a substitute for a double one. */
function markKind(body: string, start: number | undefined, end: number | undefined): number {
  if (start === undefined || end === undefined) return 0;
  if (end - start === 2) return 3;
  return /["“”„‟«»]/.test(body.charAt(start)) ? 2 : 1;
}
