import model from 'wink-eng-lite-web-model';
import winkNLP from 'wink-nlp';
import type { PartOfSpeech, Token } from './annotated-text.ts';
import { PARTS_OF_SPEECH } from './annotated-text.ts';

/** A token before it is known which sentence it belongs to. */
type RawToken = Omit<Token, 'sentence'> & { sentence: number };

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
  const tokens: RawToken[] = [];
  let drafts: DraftToken[] = [];
  const text = body.slice(start, end);
  for (const match of text.matchAll(TOKEN)) {
    const at = start + match.index;
    const found = match[0];
    // A dot that belongs to the word before it has been taken already.
    if (at < (drafts.at(-1)?.end ?? 0)) continue;
    if (drafts.length >= TOKENS_PER_CHUNK && found !== '.') {
      tag(drafts, tokens);
      drafts = [];
    }
    if (match[4] !== undefined) pushWord(drafts, body, at, found);
    else if (match[2] !== undefined) push(drafts, body, at, at + found.length, plainForm(found), null);
    else if (match[3] !== undefined) push(drafts, body, at, at + found.length, '10', 'NUM');
    else if (match[6] !== undefined) push(drafts, body, at, at + found.length, "'s", 'PART');
    else if (match[1] !== undefined) pushUrl(drafts, body, at, found);
    else if (match[5] !== undefined)
      push(drafts, body, at, at + found.length, 'Xx', found.startsWith('@') ? 'PROPN' : 'SYM');
    else push(drafts, body, at, at + found.length, punctuationForm(found), PUNCTUATION.test(found) ? 'PUNCT' : 'SYM');
  }
  tag(drafts, tokens);
  return tokens;
}

interface DraftToken {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** What wink sees: one word without blanks. */
  readonly plain: string;
  /** Our own tag where wink's is not wanted. */
  readonly pos: PartOfSpeech | null;
}

const PUNCTUATION = /^\p{P}+$/u;
const PLAIN_PUNCTUATION = /^[,.;:!?()[\]-]$/;

function punctuationForm(text: string): string {
  if (PLAIN_PUNCTUATION.test(text)) return text;
  return /^["'“”‘’«»„‟‹›`]$/.test(text) ? '"' : ',';
}

function push(
  drafts: DraftToken[],
  body: string,
  start: number,
  end: number,
  plain: string,
  pos: PartOfSpeech | null,
): void {
  drafts.push({ start, end, text: body.slice(start, end), plain, pos });
}

/** A full stop or comma at the end of an address belongs to the sentence. */
function pushUrl(drafts: DraftToken[], body: string, start: number, url: string): void {
  let length = url.length;
  while (length > 1 && ".,;:!?'’".includes(url.charAt(length - 1))) length--;
  push(drafts, body, start, start + length, 'Xx', 'SYM');
  for (let i = length; i < url.length; i++)
    push(drafts, body, start + i, start + i + 1, punctuationForm(url.charAt(i)), 'PUNCT');
}

function pushWord(drafts: DraftToken[], body: string, start: number, word: string): void {
  const lower = word.toLowerCase();
  if (lower === 'cannot') {
    push(drafts, body, start, start + 3, 'can', 'AUX');
    push(drafts, body, start + 3, start + 6, 'not', 'PART');
    return;
  }
  const mark = Math.max(word.lastIndexOf("'"), word.lastIndexOf('’'), word.lastIndexOf('ʼ'));
  if (mark > 0) {
    const ending = lower.slice(mark + 1);
    if (ending === 's') {
      const head = lower.slice(0, mark);
      pushStem(drafts, body, start, start + mark);
      if (BEFORE_IS.has(head)) push(drafts, body, start + mark, start + word.length, 'is', 'AUX');
      else push(drafts, body, start + mark, start + word.length, "'s", 'PART');
      return;
    }
    const contraction = Object.hasOwn(CONTRACTIONS, ending) ? CONTRACTIONS[ending] : undefined;
    const cut = ending === 't' ? mark - 1 : mark;
    if (contraction !== undefined && (ending !== 't' || (cut > 0 && lower[cut] === 'n'))) {
      pushStem(drafts, body, start, start + cut);
      push(drafts, body, start + cut, start + word.length, contraction[0], contraction[1]);
      return;
    }
  }
  const dot = start + word.length;
  const keepsDot = mark < 0 && body.charCodeAt(dot) === 0x2e && isAbbreviation(word, lower, body, dot + 1);
  const end = keepsDot ? dot + 1 : dot;
  if (keepsDot) push(drafts, body, start, end, plainForm(body.slice(start, end)), null);
  else pushStem(drafts, body, start, end);
}

const STEMS: Readonly<Record<string, string>> = { ca: 'can', wo: 'will', sha: 'shall' };

function pushStem(drafts: DraftToken[], body: string, start: number, end: number): void {
  const stem = body.slice(start, end);
  // 'ca' of "can't"; as a word of its own it is followed by no contraction and simply unknown.
  const plain =
    end < body.length && body.charAt(end) === 'n' && Object.hasOwn(STEMS, stem.toLowerCase())
      ? STEMS[stem.toLowerCase()]
      : undefined;
  push(drafts, body, start, end, plain ?? plainForm(stem), null);
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
    if (commonWords.size < 50_000) commonWords.set(lower, common);
  }
  return common;
}

/** Has wink tag the drafts and appends them to `tokens`. */
function tag(drafts: readonly DraftToken[], tokens: RawToken[]): void {
  if (drafts.length === 0) return;
  tokensRead += drafts.length;
  if (tokensRead > TOKENS_PER_INSTANCE) {
    wink = winkNLP(model, ['pos']);
    tokensRead = 0;
  }
  const read = wink.readDoc(drafts.map((draft) => draft.plain).join(' ')).tokens();
  const blanks = read.out(wink.its.precedingSpaces);
  const tags = read.out(wink.its.pos);
  // biome-ignore lint/nursery/noUnsafeTypeAssertion: wink declares the parameters of `lemma` in the wrong places, so that `out` would not take it.
  const lemmas = read.out(wink.its.lemma as typeof wink.its.value);
  let i = 0;
  for (const { start, end, text, pos: own } of drafts) {
    const given = tags[i] ?? 'X';
    const pos = own ?? (isTag(given) ? given : 'X');
    const isInflected =
      pos === 'VERB' || pos === 'NOUN' || pos === 'ADJ' || pos === 'AUX' || pos === 'PART' || pos === 'ADV';
    const lemma = (isInflected ? lemmas[i] : undefined) ?? text.toLowerCase();
    tokens.push({ start, end, text, pos, lemma, sentence: 0 });
    // What wink splits further carries no blank: the first part decides.
    do i++;
    while (i < blanks.length && blanks[i] === '');
  }
}

const TAGS: ReadonlySet<string> = new Set(PARTS_OF_SPEECH);

function isTag(tag: string): tag is PartOfSpeech {
  return TAGS.has(tag);
}
