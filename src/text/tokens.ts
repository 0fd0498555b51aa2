import model from 'wink-eng-lite-web-model';
import winkNLP from 'wink-nlp';
import type { PartOfSpeech, Token } from './annotated-text.ts';
import { PARTS_OF_SPEECH } from './annotated-text.ts';
import { ownText } from './own-text.ts';

/** A token before its tag and the sentence that it belongs to are known. */
type RawToken = { -readonly [Field in keyof Token]: Token[Field] };

/** Tokens handed to wink at once: keeps its memory small whatever the length of a paragraph. */
const TOKENS_PER_CHUNK = 4_000;
/** wink keeps every unknown word it has met; a fresh instance after so many tokens bounds that. */
const TOKENS_PER_INSTANCE = 2_000_000;

const words = (list: string): ReadonlySet<string> => new Set(list.split(/\s+/));

/** Abbreviations that keep their dot. */
const ABBREVIATIONS = words(
  `mr mrs ms mx dr prof rev fr sr jr st gen lt col maj capt cmdr cdr adm sgt cpl pvt brig sen sens rep reps gov govs pres hon
   insp supt det atty amb msgr ft mt vs approx ca cf al etc jan feb mar apr jun jul aug sep sept oct nov dec inc co corp ltd
   bros dept univ assn ave blvd rd esq bhd sdn pty pvt ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich
   minn miss mo mont neb nev okla ore pa tenn tex va vt wash wis wyo ont que alta`,
);
/** Of these, the ones that are also words or names: abbreviations only where no sentence ends. */
const DOUBTFUL_ABBREVIATIONS = words(
  'mar sun sat al ill ind mass miss ark mo la pa ga del det fr co md st ms rd wash ore ca va mt conn',
);
/** Abbreviations only before a number. */
const BEFORE_NUMBER = words('no nos fig vol ch pp p art sec');

const LETTER = '[\\p{L}\\p{M}\\p{N}_\\u200c\\u200d]';
/** Groups: 1 address, 2 dotted abbreviation or initial, 3 number, 4 word, 5 handle or hashtag, 6 possessive after a dot or a mark. */
const TOKEN = new RegExp(
  [
    '((?:https?:\\/\\/|www\\.)[^\\s"“”<>()\\[\\]]{1,300})',
    "((?:\\p{L}\\.){2,60}(?:\\p{L}(?![\\p{L}\\p{N}'’]))?|\\p{L}\\.\\p{L}(?![\\p{L}\\p{N}'’.])|\\p{Lu}\\.(?=[ \\u00a0]?\\p{Lu}|,))",
    '(\\p{N}{1,60}(?:[.,:]\\p{N}{1,60}){0,20}\\p{L}{0,4}(?![\\p{L}\\p{N}]))',
    `(${LETTER}{1,120}(?:[&'’‘ʼ]\\p{L}${LETTER}{0,60}){0,3})`,
    '([@#][\\p{L}\\p{N}_]{1,120})',
    '((?<=[\\p{L}\\p{N}.”"])[\'’][sS](?!\\p{L}))',
    '\\.{2,40}|…{1,40}|-{2,40}',
    '[^\\s\\u0000-\\u0020\\u007f-\\u00a0\\u200b\\ufeff]',
  ].join('|'),
  'gu',
);

const CONTRACTIONS: Readonly<Record<string, readonly [plain: string, pos: PartOfSpeech]>> = {
  t: ['not', 'PART'],
  re: ['are', 'AUX'],
  ve: ['have', 'AUX'],
  ll: ['will', 'AUX'],
  m: ['am', 'AUX'],
  d: ['would', 'AUX'],
};
/** After these, 's is 'is' or 'has', not a possessive. */
const BEFORE_IS = words(
  'he she it that this what there here where who how when why everyone everything nobody nothing one',
);

/**
 * The tokens of `body.slice(start, end)`, with offsets into `body`. A possessive or contracted ending ('s, n't) and every
 * hyphen is a token of its own; an abbreviation ('U.S.', 'Oct.', 'J.') keeps its dots. Tags (Universal Dependencies) and
 * lemmas are wink-nlp's. wink sees our words one by one between blanks: its own tokenizer is quadratic in a run without
 * blanks, knows only Latin-1, and what it makes of a word depends on the words that it has met before.
 */
export function tokenize(body: string, start: number, end: number): RawToken[] {
  const draft: Draft = { body, tokens: [], plain: [] };
  const text = body.slice(start, end);
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === BLANK) {
      at++;
      continue;
    }
    if (draft.plain.length >= TOKENS_PER_CHUNK && code !== DOT) tag(draft);
    const wordEnd = plainWordEnd(text, at);
    const mark = PLAIN_MARKS.get(code);
    if (wordEnd > at) {
      const word = text.slice(at, wordEnd);
      if (text.charCodeAt(wordEnd) === DOT) pushWord(draft, start + at, word);
      else push(draft, start + at, word, word);
      at = wordEnd;
    } else if (mark !== undefined) {
      push(draft, start + at, text.charAt(at), mark, 'PUNCT');
      at++;
    } else {
      TOKEN.lastIndex = at;
      const match = TOKEN.exec(text);
      if (match === null) break;
      pushMatch(draft, start + match.index, match);
      at = TOKEN.lastIndex;
    }
  }
  tag(draft);
  return draft.tokens;
}

/** The tokens of a text so far, the last ones without tags. */
interface Draft {
  readonly body: string;
  readonly tokens: RawToken[];
  /** What wink is to see of the last tokens: for each one word without blanks. */
  plain: string[];
}

const BLANK = 0x20;
const HYPHEN = 0x2d;
const DOT = 0x2e;
const COLON = 0x3a;

/**
 * The end of a word of ASCII letters at `at`, where what follows leaves `TOKEN` no choice; else `at`. Nine tokens in ten
 * are such words or plain marks, and found several times as fast as by the expression.
 */
function plainWordEnd(text: string, at: number): number {
  const limit = at + LONGEST_PLAIN;
  let end = at;
  while (end < limit && isAsciiLetter(text.charCodeAt(end))) end++;
  const length = end - at;
  if (length === 0 || end === limit || isCannot(text, at, end)) return at;
  if (end === text.length) return end;
  const next = text.charCodeAt(end);
  if (next === BLANK || next === HYPHEN) return end;
  // An initial, an address.
  if (next === DOT) return length > 1 && !text.startsWith('www', at) ? end : at;
  if (next === COLON) return text.startsWith('http', at) ? at : end;
  return PLAIN_MARKS.has(next) ? end : at;
}
const LONGEST_PLAIN = 100;

/** The only word that is two tokens. */
function isCannot(text: string, start: number, end: number): boolean {
  return end - start === 6 && /^c/i.test(text.charAt(start)) && text.slice(start, end).toLowerCase() === 'cannot';
}

function isAsciiLetter(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a);
}

function pushMatch(draft: Draft, at: number, match: RegExpExecArray): void {
  const [found, address, dotted, number, word, handle, possessive] = match;
  // A dot that belongs to the word before it has been taken already.
  if (at < (draft.tokens.at(-1)?.end ?? 0)) return;
  if (word !== undefined) pushWord(draft, at, found);
  else if (dotted !== undefined) push(draft, at, found, plainForm(found));
  else if (number !== undefined) push(draft, at, found, '10', 'NUM');
  else if (possessive !== undefined) push(draft, at, found, "'s", 'PART');
  else if (address !== undefined) pushUrl(draft, at, found);
  else if (handle !== undefined) push(draft, at, found, 'Xx', found.startsWith('@') ? 'PROPN' : 'SYM');
  else push(draft, at, found, punctuationForm(found), PUNCTUATION.test(found) ? 'PUNCT' : 'SYM');
}

/** The tag of a token that wink is still to give one. */
const UNTAGGED: PartOfSpeech = 'X';

const PUNCTUATION = /^\p{P}+$/u;
const PLAIN_PUNCTUATION = /^[,.;:!?()[\]-]$/;

/** Marks that are tokens wherever they stand, with what wink sees of them. */
const PLAIN_MARKS: ReadonlyMap<number, string> = new Map(
  [...',;:!?()[]"“”'].map((mark) => [mark.charCodeAt(0), punctuationForm(mark)]),
);

function punctuationForm(text: string): string {
  if (PLAIN_PUNCTUATION.test(text)) return text;
  return /^["'“”‘’«»„‟‹›`]$/.test(text) ? '"' : ',';
}

/**
 * @param plain what wink sees
 * @param pos our own tag where wink's is not wanted
 */
function push({ tokens, plain: words }: Draft, start: number, text: string, plain: string, pos = UNTAGGED): void {
  tokens.push({ start, end: start + text.length, text, pos, lemma: '', sentence: 0 });
  words.push(plain);
}

/** A full stop or comma at the end of an address belongs to the sentence. */
function pushUrl(draft: Draft, start: number, url: string): void {
  let length = url.length;
  while (length > 1 && ".,;:!?'’".includes(url.charAt(length - 1))) length--;
  push(draft, start, url.slice(0, length), 'Xx', 'SYM');
  for (let i = length; i < url.length; i++)
    push(draft, start + i, url.charAt(i), punctuationForm(url.charAt(i)), 'PUNCT');
}

function pushWord(draft: Draft, start: number, word: string): void {
  const lower = word.toLowerCase();
  if (lower === 'cannot') {
    push(draft, start, word.slice(0, 3), 'can', 'AUX');
    push(draft, start + 3, word.slice(3), 'not', 'PART');
    return;
  }
  const { body } = draft;
  const mark = Math.max(word.lastIndexOf("'"), word.lastIndexOf('’'), word.lastIndexOf('ʼ'));
  if (mark > 0) {
    const ending = lower.slice(mark + 1);
    if (ending === 's') {
      pushStem(draft, start, word.slice(0, mark));
      const isVerb = BEFORE_IS.has(lower.slice(0, mark));
      push(draft, start + mark, word.slice(mark), isVerb ? 'is' : "'s", isVerb ? 'AUX' : 'PART');
      return;
    }
    const contraction = Object.hasOwn(CONTRACTIONS, ending) ? CONTRACTIONS[ending] : undefined;
    const cut = ending === 't' ? mark - 1 : mark;
    if (contraction !== undefined && (ending !== 't' || (cut > 0 && lower[cut] === 'n'))) {
      pushStem(draft, start, word.slice(0, cut));
      push(draft, start + cut, word.slice(cut), contraction[0], contraction[1]);
      return;
    }
  }
  const dot = start + word.length;
  const keepsDot = mark < 0 && body.charCodeAt(dot) === DOT && isAbbreviation(word, lower, body, dot + 1);
  if (keepsDot) push(draft, start, `${word}.`, plainForm(`${word}.`));
  else pushStem(draft, start, word);
}

const STEMS: Readonly<Record<string, string>> = { ca: 'can', wo: 'will', sha: 'shall' };

function pushStem(draft: Draft, start: number, stem: string): void {
  // 'ca' of "can't"; as a word of its own it is followed by no contraction and simply unknown.
  const isCut = draft.body.charAt(start + stem.length) === 'n' && Object.hasOwn(STEMS, stem.toLowerCase());
  const plain = isCut ? STEMS[stem.toLowerCase()] : undefined;
  push(draft, start, stem, plain ?? plainForm(stem));
}

function isAbbreviation(word: string, lower: string, body: string, after: number): boolean {
  if (BEFORE_NUMBER.has(lower)) return /^[ \u00a0]?\p{N}/u.test(body.slice(after, after + 2));
  if (!ABBREVIATIONS.has(lower)) return false;
  if (!DOUBTFUL_ABBREVIATIONS.has(lower)) return true;
  return (
    /^\p{Lu}/u.test(word) &&
    !/^(?:["”’)]|\s*$|\s+(?:The|A|An|He|She|It|They|We|In|On|But|And)\b)/u.test(body.slice(after, after + 8))
  );
}

const folded = new Map<string, string>();
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
  Ŧ: 'T',
};

/** A word as wink may see it: base letters of Latin, digits as letters; a word of another script as an unknown one. */
function plainForm(word: string): string {
  if (/^[A-Za-z]+$/.test(word)) return word;
  const plain = word
    .replace(/[^\u0000-\u00ff]/g, (letter) => {
      let base = folded.get(letter);
      if (base === undefined) {
        base = Object.hasOwn(SPECIAL_LETTERS, letter)
          ? (SPECIAL_LETTERS[letter] ?? letter)
          : (letter.normalize('NFD')[0] ?? letter);
        if (letter === '’' || letter === '‘' || letter === 'ʼ') base = "'";
        if (folded.size < 4096) folded.set(letter, base);
      }
      return base;
    })
    .replace(/\d/g, 'x');
  return /^[A-Za-zÀ-ÖØ-öø-ÿ.'&]+$/.test(plain) ? plain : /^\p{Lu}/u.test(word) ? 'Xx' : 'xx';
}

let wink = winkNLP(model, ['pos']);
let tokensRead = 0;

const commonWords = new Map<string, boolean>();
/** A document of wink's, only to ask it for its vocabulary. */
const vocabulary = wink.readDoc('a');

/** Whether a word in small letters is in wink's vocabulary of ordinary English, which holds hardly any names. */
export function isCommonWord(lower: string): boolean {
  let common = commonWords.get(lower);
  if (common === undefined) {
    common = /^[a-z]+$/.test(lower) && !vocabulary.isOOV(lower);
    if (commonWords.size < 50_000) commonWords.set(ownText(lower), common);
  }
  return common;
}

/** Has wink tag the last tokens of a draft. */
function tag(draft: Draft): void {
  const { tokens, plain } = draft;
  if (plain.length === 0) return;
  draft.plain = [];
  tokensRead += plain.length;
  if (tokensRead > TOKENS_PER_INSTANCE) {
    wink = winkNLP(model, ['pos']);
    tokensRead = 0;
  }
  const read = wink.readDoc(plain.join(' ')).tokens();
  const tags = read.out(wink.its.pos);
  // wink splits hardly any word further.
  const blanks = tags.length === plain.length ? null : read.out(wink.its.precedingSpaces);
  const first = tokens.length - plain.length;
  let i = 0;
  for (const [k, word] of plain.entries()) {
    const token = tokens[first + k];
    if (token === undefined) break;
    const given = tags[i] ?? 'X';
    if (token.pos === UNTAGGED && isTag(given)) token.pos = given;
    token.lemma = isInflected(token.pos) ? lemmaOf(word, given, read, i) : token.text.toLowerCase();
    // What wink splits further carries no blank: the first part decides.
    do i++;
    while (blanks !== null && i < blanks.length && blanks[i] === '');
  }
}

type ReadTokens = ReturnType<ReturnType<typeof wink.readDoc>['tokens']>;

const MOST_LEMMAS = 20_000;
/** By wink's tag, then by what wink sees: what a word's lemma depends on. */
const lemmas = new Map<string, Map<string, string>>();

/** The lemma of the word at `index`, remembered: wink takes its time for each. */
function lemmaOf(plain: string, tag: string, read: ReadTokens, index: number): string {
  let known = lemmas.get(tag);
  if (known === undefined || known.size >= MOST_LEMMAS) {
    known = new Map();
    lemmas.set(tag, known);
  }
  let lemma = known.get(plain);
  if (lemma === undefined) {
    // biome-ignore lint/nursery/noUnsafeTypeAssertion: wink declares the parameters of `lemma` in the wrong places, so that `out` would not take it.
    lemma = read.itemAt(index).out(wink.its.lemma as typeof wink.its.value);
    known.set(ownText(plain), ownText(lemma));
  }
  return lemma;
}

function isInflected(pos: PartOfSpeech): boolean {
  return pos === 'VERB' || pos === 'NOUN' || pos === 'ADJ' || pos === 'AUX' || pos === 'PART' || pos === 'ADV';
}

const TAGS: ReadonlySet<string> = new Set(PARTS_OF_SPEECH);

function isTag(tag: string): tag is PartOfSpeech {
  return TAGS.has(tag);
}
