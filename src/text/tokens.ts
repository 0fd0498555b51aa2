import model from 'wink-eng-lite-web-model';
import winkNLP from 'wink-nlp';
import type { PartOfSpeech, Token } from './annotated-text.ts';

const TAGS: ReadonlySet<string> = new Set<PartOfSpeech>([
  'ADJ',
  'ADP',
  'ADV',
  'AUX',
  'CCONJ',
  'DET',
  'INTJ',
  'NOUN',
  'NUM',
  'PART',
  'PRON',
  'PROPN',
  'PUNCT',
  'SCONJ',
  'SYM',
  'VERB',
  'X',
  'SPACE',
]);

/** wink's tokenizer is quadratic in the length of a run without blanks, so a longer run is cut. */
const MAX_RUN = 120;
/** Units handed to wink at once: keeps its memory small whatever the length of a paragraph. */
const MAX_CHUNK = 20_000;
/** wink keeps every unknown word it has met; a fresh instance after so many units bounds that. */
const UNITS_PER_INSTANCE = 8_000_000;

let wink = winkNLP(model, ['pos']);
let unitsRead = 0;

type RawToken = Omit<Token, 'sentence'>;

/**
 * The tokens of `body.slice(start, end)`, with offsets into `body`. A possessive or contracted ending ('s, n't) and every
 * hyphen is a token of its own; an abbreviation ('U.S.', 'J.') keeps its dots. Tags and lemmas are wink-nlp's.
 */
export function tokenize(body: string, start: number, end: number): RawToken[] {
  const tokens: RawToken[] = [];
  let from = start;
  for (const cut of cuts(body, start, end)) {
    readChunk(body, from, cut, tokens);
    from = cut;
  }
  return tokens;
}

/** Where to cut: at a blank when the chunk is full, anywhere (but in no surrogate pair) in an over-long run. */
function* cuts(body: string, start: number, end: number): Generator<number> {
  let chunkStart = start;
  let runStart = start;
  for (let i = start; i < end; i++) {
    const code = body.charCodeAt(i);
    if (code <= 0x20 || code === 0xa0) {
      if (i - chunkStart >= MAX_CHUNK) {
        yield i;
        chunkStart = i;
      }
      runStart = i + 1;
    } else if (i - runStart >= MAX_RUN && !isLowSurrogate(code)) {
      yield i;
      chunkStart = i;
      runStart = i;
    }
  }
  yield end;
}

function readChunk(body: string, start: number, end: number, tokens: RawToken[]): void {
  if (unitsRead > UNITS_PER_INSTANCE) {
    wink = winkNLP(model, ['pos']);
    unitsRead = 0;
  }
  unitsRead += end - start;
  const raw = body.slice(start, end);
  const plain = foldForTagging(raw);
  const read = wink.readDoc(plain).tokens();
  const values = read.out(wink.its.value);
  const tags = read.out(wink.its.pos);
  // wink's declarations put the parameters of `lemma` in the wrong places, so that `out` would not take it.
  const lemmas = read.out(wink.its.lemma as typeof wink.its.value);

  let at = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? '';
    while (at < plain.length && isBlank(plain.charCodeAt(at))) at++;
    if (!plain.startsWith(value, at)) {
      // wink has dropped or altered something: find the word again nearby, else leave it out.
      const found = plain.slice(at, at + value.length + MAX_RUN).indexOf(value);
      if (found < 0) continue;
      at += found;
    }
    if (value.length === 0) continue;
    const tag = tags[i] ?? 'X';
    pushToken(tokens, body, start + at, start + at + value.length, isTag(tag) ? tag : 'X', lemmas[i] ?? value);
    at += value.length;
  }
}

function pushToken(
  tokens: RawToken[],
  body: string,
  start: number,
  end: number,
  pos: PartOfSpeech,
  lemma: string,
): void {
  const text = body.slice(start, end);
  const previous = tokens.at(-1);
  if (previous !== undefined && previous.end === start && belongTogether(previous.text, text)) {
    const whole = previous.text + text;
    tokens[tokens.length - 1] = {
      ...previous,
      end,
      text: whole,
      lemma: whole.toLowerCase(),
    };
    return;
  }
  const ending = possessiveLength(text);
  if (ending > 0 && ending < text.length) {
    const middle = end - ending;
    const name = body.slice(start, middle);
    tokens.push({
      start,
      end: middle,
      text: name,
      pos,
      lemma: name.toLowerCase(),
    });
    tokens.push({
      start: middle,
      end,
      text: body.slice(middle, end),
      pos: 'PART',
      lemma: "'s",
    });
    return;
  }
  tokens.push({ start, end, text, pos, lemma });
}

/** 'U.' and 'S' of 'U.S-led'; a letter and the mark that is combined with it. */
function belongTogether(first: string, second: string): boolean {
  if (/^\p{M}/u.test(second)) return true;
  return second.length === 1 && /^[A-Z]$/.test(second) && /^(?:[A-Z]\.){1,4}$/.test(first);
}

function possessiveLength(text: string): number {
  if (text.length < 3) return 0;
  const last = text.charCodeAt(text.length - 1) | 0x20;
  const mark = text.charAt(text.length - 2);
  return last === 0x73 && (mark === "'" || mark === '’') ? 2 : 0;
}

const folded = new Map<string, string>();
const BEYOND_LATIN_1 = /[^\u0000-\u00ff\u2010-\u2026\u20a0-\u20bf\ud800-\udfff]/g;
/** Letters that Unicode does not decompose. */
const SPECIAL_LETTERS: Readonly<Record<string, string>> = {
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  ı: 'i',
  ə: 'e',
  Ə: 'E',
  ħ: 'h',
  Ħ: 'H',
  ŧ: 't',
  ʻ: '’',
  ʼ: '’',
  '′': '’',
};

/**
 * The text as wink should see it, unit for unit as long as the original: wink splits a word at every letter beyond
 * Latin-1 (Erdoğan, Wałęsa), so those are given as their base letter, and unusual blanks as a blank.
 */
function foldForTagging(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u00a0]/g, ' ').replace(BEYOND_LATIN_1, (letter) => {
    const known = folded.get(letter);
    if (known !== undefined) return known;
    const base =
      SPECIAL_LETTERS[letter] ?? (isBlank(letter.charCodeAt(0)) ? ' ' : (letter.normalize('NFD')[0] ?? letter));
    // A letter of another script stays as it is.
    const result = base <= '\u00ff' || base === '’' ? base : letter;
    if (folded.size < 4096) folded.set(letter, result);
    return result;
  });
}

function isTag(tag: string): tag is PartOfSpeech {
  return TAGS.has(tag);
}

function isBlank(code: number): boolean {
  return (
    code <= 0x20 ||
    (code >= 0x7f && code <= 0xa0) ||
    (code >= 0x2000 && code <= 0x200b) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000 ||
    code === 0xfeff ||
    code === 0x1680
  );
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}
